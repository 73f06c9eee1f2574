import { checkKey, checkOneOf, checkReason, firstOf, otherContent, unknown, type Check } from './checks.js';
import { checkClaim } from './claim-check.js';
import { claimNeeds as needsOf } from './claim-refs.js';
import { warnOfClaim, warnOfOrigin, warnOfSuperseding } from './claim-warnings.js';
import type { ClaimCommand } from './commands.js';
import { differences, sameContent } from './content.js';
import { accept, nothingToDo, refuse, rejection, type Decision, type Warning } from './decider.js';
import { dataOf } from './event-fields.js';
import type { Attribution, ClaimEvent, DataOf, Transcription } from './events.js';
import { secondOfPair } from './names.js';
import type { Claim, Context, Ref } from './things.js';
import { credibilities, ranks, supersessionKinds, type Value } from './value.js';

type Event = ClaimEvent;

export function evolveClaim(claim: Claim | undefined, event: Event): Claim | undefined {
  if (event.type === 'ClaimRecorded') return recorded(event.data);
  if (!claim) return undefined;
  switch (event.type) {
    case 'ClaimTranscriptionCorrected': {
      const { reason: _reason, ...transcription } = event.data;
      return { ...claim, transcription };
    }
    case 'ClaimMovedToQuestion':
      return { ...claim, incident: event.data.incident, question: event.data.question };
    case 'AttributionCorrected': {
      const { reason: _reason, ...attribution } = event.data;
      return { ...claim, attribution };
    }
    case 'ClaimSuperseded': {
      const { by, ...word } = event.data;
      return { ...claim, supersededBy: { ...claim.supersededBy, [by]: word } };
    }
    case 'ClaimWithdrawn':
      return { ...claim, withdrawn: true };
    case 'ClaimCredibilityAssessed':
      return { ...claim, credibility: event.data };
    case 'ClaimRanked':
      return { ...claim, rank: event.data };
    case 'WordingsCompared': {
      const { other, ...word } = event.data;
      return { ...claim, wordings: { ...claim.wordings, [other]: word } };
    }
  }
}

function recorded(data: DataOf<'ClaimRecorded'>): Claim {
  const { namespace: _n, key: _k, incident, question, document, ...said } = data;
  const { chain, jointly, lineageRecorded, inferred, basis, ...transcription } = said;
  const attribution: Attribution = {
    chain,
    ...(jointly && { jointly }),
    ...(lineageRecorded !== undefined && { lineageRecorded }),
    ...(inferred !== undefined && { inferred }),
    ...(basis && { basis }),
  };
  return {
    entered: data,
    incident,
    ...(question !== undefined && { question }),
    document,
    attribution,
    transcription,
    supersededBy: {},
    withdrawn: false,
    wordings: {},
  };
}

/** The event that a command asks for, before it is known whether the rules allow it. */
function proposed(command: ClaimCommand, context: Context): Event | undefined {
  switch (command.type) {
    case 'RecordClaim':
      return { type: 'ClaimRecorded', data: plainly(dataOf('ClaimRecorded', command)) };
    case 'CorrectTranscription':
      return {
        type: 'ClaimTranscriptionCorrected',
        data: plainly(dataOf('ClaimTranscriptionCorrected', command)),
      };
    case 'MoveClaim': {
      const incident = context.get('question', command.question)?.entered.incident;
      return incident === undefined
        ? undefined
        : { type: 'ClaimMovedToQuestion', data: dataOf('ClaimMovedToQuestion', { ...command, incident }) };
    }
    case 'CorrectAttribution':
      return { type: 'AttributionCorrected', data: plainly(dataOf('AttributionCorrected', command)) };
    case 'SupersedeClaim':
      return { type: 'ClaimSuperseded', data: dataOf('ClaimSuperseded', command) };
    case 'WithdrawClaim':
      return { type: 'ClaimWithdrawn', data: dataOf('ClaimWithdrawn', command) };
    case 'AssessClaim':
      return { type: 'ClaimCredibilityAssessed', data: dataOf('ClaimCredibilityAssessed', command) };
    case 'RankClaim':
      return { type: 'ClaimRanked', data: dataOf('ClaimRanked', command) };
    case 'CompareWordings': {
      const { claim, other, same, reason } = command;
      return { type: 'WordingsCompared', data: { other: secondOfPair(claim, other), same, reason } };
    }
  }
}

/** What is so anyway is left unsaid, so that the same content is the same data. */
function plainly<T extends Partial<Attribution & Pick<Transcription, 'capture'>>>(data: T): T {
  const { lineageRecorded, inferred, capture, ...rest } = data;
  return {
    ...rest,
    ...(lineageRecorded === false && { lineageRecorded }),
    ...(inferred && { inferred }),
    ...(capture && { capture }),
  } as T;
}

export function claimNeeds(command: ClaimCommand, context: Context, claim: Claim | undefined): Ref[] {
  const event = proposed(command, context);
  return needsOf(command, event && evolveClaim(claim, event), context);
}

export function decideClaim(
  command: ClaimCommand,
  id: string,
  claim: Claim | undefined,
  context: Context,
): Decision<Event> {
  const event = proposed(command, context);
  if (event?.type === 'ClaimRecorded') return record(event.data, id, claim, context);
  if (!claim) return refuse(unknown('claim', id, 'claim'));
  if (!event)
    return refuse(unknown('question', command.type === 'MoveClaim' ? command.question : '', 'question'));
  const next = evolveClaim(claim, event)!;
  if (sameContent(next, claim)) return nothingToDo;
  const wrong = firstOf(
    () => checkReason(event.data.reason),
    () => checkAct(event, id, claim, context),
    () => (leavesWordsAlone(event) ? undefined : checkClaim(id, next, context)),
  );
  return wrong ? refuse(wrong) : accept(event, warn(event, next, context));
}

function record(
  data: DataOf<'ClaimRecorded'>,
  id: string,
  claim: Claim | undefined,
  context: Context,
): Decision<Event> {
  if (claim) {
    const { namespace, key } = claim.entered;
    const differing = differences(data, contentOf(claim));
    return differing.length === 0 || sameContent(data, claim.entered)
      ? nothingToDo
      : refuse(otherContent('claim', key === undefined ? id : `${namespace}:${key}`, differing));
  }
  const fresh = recorded(data);
  const wrong = firstOf(
    () => checkKey(data.namespace, 'namespace'),
    () => (data.key === undefined ? undefined : checkKey(data.key, 'key')),
    () => checkClaim(id, fresh, context),
  );
  return wrong ? refuse(wrong) : accept({ type: 'ClaimRecorded', data }, warnOfClaim(fresh, context));
}

/** A claim as it stands, in the shape in which one is recorded. */
function contentOf(claim: Claim): DataOf<'ClaimRecorded'> {
  const { entered, incident, question, document, attribution, transcription } = claim;
  return {
    namespace: entered.namespace,
    ...(entered.key !== undefined && { key: entered.key }),
    incident,
    ...(question !== undefined && { question }),
    document,
    ...attribution,
    ...transcription,
  };
}

type Act = Exclude<Event, { type: 'ClaimRecorded' }>;

/** Judgements on a claim; they change nothing of what it says or where it stands. */
const leavesWordsAlone = ({ type }: Act): boolean =>
  type === 'ClaimWithdrawn' ||
  type === 'ClaimCredibilityAssessed' ||
  type === 'ClaimRanked' ||
  type === 'WordingsCompared';

function checkAct(event: Act, id: string, claim: Claim, context: Context): Check {
  switch (event.type) {
    case 'ClaimCredibilityAssessed':
      return checkOneOf(event.data.credibility, credibilities, 'credibility');
    case 'ClaimRanked':
      return checkOneOf(event.data.rank, ranks, 'rank');
    case 'ClaimSuperseded':
      return checkOneOf(event.data.as, supersessionKinds, 'as');
    case 'ClaimMovedToQuestion':
      return claim.question === undefined
        ? rejection('nothing-to-move', 'a response stands under the question of what it responds to', 'claim')
        : undefined;
    case 'WordingsCompared':
      return checkWordings(event.data.other, id, claim, context);
    case 'ClaimTranscriptionCorrected':
    case 'AttributionCorrected':
    case 'ClaimWithdrawn':
      return undefined;
  }
}

/** R2: wordings are compared of texts or places, on one question. */
function checkWordings(otherId: string, id: string, claim: Claim, context: Context): Check {
  const other = context.get('claim', otherId);
  if (otherId === id) return rejection('same-thing', 'these are not two claims: name another one', 'other');
  if (!other) return unknown('claim', otherId, 'other');
  const worded = (value: Value | undefined): boolean =>
    value !== undefined && ('text' in value || 'place' in value);
  if (!worded(claim.transcription.value) || !worded(other.transcription.value)) {
    return rejection('no-wording', 'only claims with a text or a place have wordings to compare', 'other');
  }
  return claim.question === other.question
    ? undefined
    : rejection('other-question', 'the two claims answer different questions', 'other');
}

function warn(event: Act, next: Claim, context: Context): Warning[] {
  if (event.type === 'ClaimTranscriptionCorrected') return warnOfClaim(next, context);
  if (event.type === 'AttributionCorrected') return warnOfOrigin(next, context);
  return event.type === 'ClaimSuperseded' ? warnOfSuperseding(next, event.data.by, context) : [];
}
