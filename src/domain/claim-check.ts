import { checkEdtf, checkInstant, checkOneOf, checkText, firstOf, unknown, type Check } from './checks.js';
import { ledTo, supersedersOf, targetsOf } from './claim-refs.js';
import { rejection } from './decider.js';
import type { Citation } from './events.js';
import type { Claim, Context } from './things.js';
import { checkValueOn, surelyDiffer } from './value-on.js';
import { bases, silenceKinds, stances, supersessionKinds } from './value.js';

/** What must be true of a claim however it came to be so: the rules of entry of chapters 2 and 3. */
export function checkClaim(id: string, claim: Claim, context: Context): Check {
  return firstOf(
    () => checkShape(claim),
    () => checkPlace(claim, context),
    () => checkDocument(claim, context),
    () => checkAttribution(claim, context),
    () => checkTargets(id, claim, context),
    () => checkCircle(id, claim, context),
    () => checkConfirmed(claim, context),
    () => checkCitation(claim.transcription.citation),
    () => checkTimes(claim),
  );
}

/** A value or a silence (either needs a question), or a response, or a value with a response. */
function checkShape({ question, transcription: { value, silence, response } }: Claim): Check {
  if (value && silence) {
    return rejection(
      'value-and-silence',
      'who is silent gives no value: enter the one or the other',
      'silence',
    );
  }
  if (!value && !silence && !response) {
    return rejection('says-nothing', 'a claim gives a value, keeps silent, or responds to a claim', 'value');
  }
  if ((value || silence) && question === undefined) {
    return rejection('question-missing', 'a value or a silence answers a question: name it', 'question');
  }
  return firstOf(
    () => (silence === undefined ? undefined : checkOneOf(silence, silenceKinds, 'silence')),
    () => (response ? checkOneOf(response.stance, stances, 'response.stance') : undefined),
  );
}

function checkPlace({ incident, question: id, transcription: { value } }: Claim, context: Context): Check {
  if (!context.get('incident', incident)) return unknown('incident', incident, 'incident');
  if (id === undefined) return undefined;
  const question = context.get('question', id);
  if (!question) return unknown('question', id, 'question');
  if (question.entered.incident !== incident) {
    return rejection(
      'other-incident',
      `question ${question.entered.key} is one of another incident`,
      'question',
    );
  }
  return value && checkValueOn(question, value, context);
}

function checkDocument({ document: id, attribution, transcription }: Claim, context: Context): Check {
  const document = context.get('document', id);
  if (!document) return unknown('document', id, 'document');
  const { chain } = attribution;
  const { capture = 0 } = transcription;
  return firstOf(
    () =>
      chain.length === 0
        ? rejection('chain-empty', 'a chain names at least the publisher', 'chain')
        : undefined,
    () =>
      chain[0] === document.entered.publisher
        ? undefined
        : rejection(
            'chain-start',
            'a chain begins with the publisher of its document, and ends with the origin',
            'chain',
          ),
    () =>
      capture > 0 && !document.captures[capture]
        ? rejection(
            'unknown-capture',
            `the document has ${document.captures.length} captures, counted from 0: there is none ${capture}`,
            'capture',
          )
        : undefined,
  );
}

function checkAttribution({ attribution: { chain, jointly = [], basis } }: Claim, context: Context): Check {
  const missing = (ids: string[]): string | undefined => ids.find((id) => !context.get('source', id));
  const inChain = missing(chain);
  const beside = missing(jointly);
  return firstOf(
    () => (inChain === undefined ? undefined : unknown('source', inChain, 'chain')),
    () => (beside === undefined ? undefined : unknown('source', beside, 'jointly')),
    () => (basis === undefined ? undefined : checkOneOf(basis, bases, 'basis')),
  );
}

function checkTargets(id: string, { transcription, supersededBy }: Claim, context: Context): Check {
  const { response, supersedes } = transcription;
  const unknownIn = (ids: string[], field: string): Check => {
    const missing = ids.find((target) => target !== id && !context.get('claim', target));
    return missing === undefined ? undefined : unknown('claim', missing, field);
  };
  return firstOf(
    () =>
      response?.to.length === 0
        ? rejection('response-to-nothing', 'a response names the claims that it is about', 'response.to')
        : undefined,
    () => unknownIn(response?.to ?? [], 'response.to'),
    () => (supersedes ? unknownIn([supersedes.claim], 'supersedes.claim') : undefined),
    () => (supersedes ? checkOneOf(supersedes.as, supersessionKinds, 'supersedes.as') : undefined),
    () => unknownIn(Object.keys(supersededBy), 'by'),
  );
}

/**
 * R4: responses and supersessions in a circle are refused: as far as they can be followed from this claim, onward to
 * what it answers and replaces, and back to what an editor said replaces it. What cannot be followed from here (two
 * of an editor's words, and a response between them) reconciliation shows as a fault.
 */
function checkCircle(id: string, { transcription, supersededBy }: Claim, context: Context): Check {
  const onward = ledTo(targetsOf(transcription), context);
  const back = supersedersOf(Object.keys(supersededBy), context);
  const closed = onward.has(id) || back.has(id) || [...back].some((other) => onward.has(other));
  return closed
    ? rejection(
        'circle',
        'responses and supersessions would run in a circle: a claim cannot answer or replace what leads back to it',
        back.size > 0 ? 'by' : transcription.supersedes ? 'supersedes.claim' : 'response.to',
      )
    : undefined;
}

/** R4: who confirms says the same; another value on that question is another claim. */
function checkConfirmed(
  { question: id, transcription: { value, response } }: Claim,
  context: Context,
): Check {
  const question = id === undefined ? undefined : context.get('question', id);
  if (response?.stance !== 'confirms' || !value || !question) return undefined;
  const differing = response.to.find((target) => {
    const confirmed = context.get('claim', target);
    const said = confirmed?.question === id ? confirmed?.transcription.value : undefined;
    return said && surelyDiffer(question.entered.type, said, value);
  });
  return differing === undefined
    ? undefined
    : rejection(
        'confirms-other-value',
        'to confirm is to say the same: leave the value out, or enter a claim of its own',
        'value',
      );
}

function checkCitation(citation: Citation | undefined): Check {
  if (!citation) return undefined;
  const { exact, start, end } = citation;
  const offsets = [start, end].filter((offset) => offset !== undefined);
  return firstOf(
    () => checkText(exact, 'citation.exact'),
    () =>
      offsets.length !== 1 && offsets.every((offset) => Number.isSafeInteger(offset) && offset >= 0)
        ? undefined
        : rejection(
            'bad-offsets',
            'start and end are whole numbers from 0, both or neither',
            'citation.start',
          ),
    () =>
      start !== undefined && end !== undefined && end < start
        ? rejection('bad-offsets', 'the citation ends before it starts: exchange the offsets', 'citation.end')
        : undefined,
  );
}

function checkTimes({ transcription }: Claim): Check {
  return firstOf(
    () => checkEdtf(transcription.occurredAt, 'occurredAt'),
    () => checkEdtf(transcription.asOf, 'asOf'),
    () => checkEdtf(transcription.assertedAt, 'assertedAt'),
    () => checkInstant(transcription.publishedAt, 'publishedAt'),
    () =>
      transcription.utterance === undefined ? undefined : checkText(transcription.utterance, 'utterance'),
  );
}
