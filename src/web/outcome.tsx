import { parameter, type Query } from './load/asked.js';

/** What came of the form that led to a page. Only codes travel in the address, so that no link can put words here. */
export interface Outcome {
  /** id of the event; null: it was so already */
  event: string | null;
  warnings: string[];
}

const warnings: Record<string, string> = {
  'origin-is-outlet':
    'The chain ends in an outlet: is it really the origin? If so, give a basis (witnessed, deduced, induced); if the text names nobody, say that its lineage is not recorded.',
  'no-citation': 'No words are cited: nobody can check this claim.',
  'citation-length': 'The quote and its position in the text do not fit each other.',
  'not-entitled':
    'Who speaks has no right to take the other claim back: it counts as a denial, or not at all. Ties between sources can be entered.',
};

const eventId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function outcomeOf(query: Query): Outcome | null {
  const done = parameter(query, 'done');
  if (done === '') return null;
  const codes = parameter(query, 'warned').split(',');
  return {
    event: eventId.test(done) ? done : null,
    warnings: codes.flatMap((code) => (Object.hasOwn(warnings, code) ? [warnings[code]!] : [])),
  };
}

export function OutcomeNotice({ outcome }: { outcome: Outcome }) {
  return (
    <div class="notice done" role="status">
      <p>
        {outcome.event === null ? 'It was so already: nothing was added.' : 'Recorded. '}
        {outcome.event !== null && (
          <a href={`#e-${outcome.event}`}>See it in the record, where it can be taken back.</a>
        )}
      </p>
      {outcome.warnings.length > 0 && (
        <ul>
          {outcome.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
