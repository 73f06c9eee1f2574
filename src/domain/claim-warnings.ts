import type { Warning } from './decider.js';
import type { Claim, Context, Source } from './things.js';
import { mayTakeBack } from './ties.js';
import { takenBack } from './claim-refs.js';

const source =
  (context: Context) =>
  (id: string): Source | undefined =>
    context.get('source', id);

/** What was taken in but deserves a look. */
export function warnOfClaim(claim: Claim, context: Context): Warning[] {
  return [...warnOfOrigin(claim, context), ...warnOfCitation(claim), ...warnOfRight(claim, context)];
}

/** R3: an outlet at the end of a chain is the origin only of what it saw or worked out itself. */
export function warnOfOrigin({ attribution }: Claim, context: Context): Warning[] {
  const { chain, lineageRecorded, inferred, basis } = attribution;
  const last = context.get('source', chain.at(-1)!);
  const knows = basis === 'witnessed' || basis === 'deduced' || basis === 'induced';
  if (last?.description.kind !== 'outlet' || lineageRecorded === false || inferred || knows) return [];
  return [
    {
      code: 'origin-is-outlet',
      message:
        `the chain ends in an outlet, ${last.description.name}: is it really the origin? If so, give the basis ` +
        'witnessed, deduced or induced; if the text names nobody, say that lineage is not recorded',
      field: 'chain',
    },
  ];
}

function warnOfCitation({ transcription: { citation } }: Claim): Warning[] {
  if (!citation) {
    return [
      { code: 'no-citation', message: 'no words are cited: nobody can check this claim', field: 'citation' },
    ];
  }
  const { exact, start, end } = citation;
  const length = Array.from(exact).length;
  if (start === undefined || end === undefined || end - start === length) return [];
  return [
    {
      code: 'citation-length',
      message: `the quote has ${length} code points, its offsets span ${end - start}`,
      field: 'citation',
    },
  ];
}

/** R4: corrects and retracts count as denies, and supersedes does nothing, without the right to take back. */
function warnOfRight(claim: Claim, context: Context): Warning[] {
  const { response, supersedes } = claim.transcription;
  const without = takenBack(claim.transcription).filter((id) => {
    const target = context.get('claim', id);
    return target && !mayTakeBack(claim.attribution, target.attribution, source(context));
  });
  return without.map((id) =>
    id === supersedes?.claim
      ? notEntitled(context, id, '"supersedes" does nothing', 'supersedes')
      : notEntitled(context, id, `"${response!.stance}" counts as a denial`, 'response'),
  );
}

/** The same right, where an editor says that `claim` is superseded by `by`. */
export function warnOfSuperseding(claim: Claim, by: string, context: Context): Warning[] {
  const later = context.get('claim', by);
  if (!later || mayTakeBack(later.attribution, claim.attribution, source(context))) return [];
  return [notEntitled(context, by, 'the supersession does nothing', 'by')];
}

function notEntitled(context: Context, id: string, effect: string, field: string): Warning {
  const name = context.get('claim', id)?.entered.key ?? id;
  return {
    code: 'not-entitled',
    message:
      `${effect}: between this claim and ${name} there is no common origin or root organisation, ` +
      'and who speaks is no relay of what is taken back. Ties of sources can be entered',
    field,
  };
}
