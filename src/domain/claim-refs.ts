import { reachable } from './checks.js';
import type { ClaimCommand } from './commands.js';
import type { Attribution, Transcription } from './events.js';
import { refs, type Claim, type Context, type Ref } from './things.js';
import { tiesOf } from './ties.js';
import { valueRefs } from './value-on.js';

/** The claims that a claim names as what it responds to or replaces. */
export function targetsOf(transcription: Transcription | undefined): string[] {
  return [transcription?.response?.to ?? [], transcription?.supersedes?.claim ?? []].flat();
}

/** What these claims lead to by responses and supersessions, themselves included. */
export function ledTo(ids: Iterable<string>, context: Context): Set<string> {
  return reachable(ids, (id) => targetsOf(context.get('claim', id)?.transcription));
}

/** What replaced these claims by an editor's word, and what replaced that, themselves included. */
export function supersedersOf(ids: Iterable<string>, context: Context): Set<string> {
  return reachable(ids, (id) => Object.keys(context.get('claim', id)?.supersededBy ?? {}));
}

/** All that has to be read to see whether a claim closes a circle of responses and supersessions. */
export function circleRefs({ transcription, supersededBy }: Claim, context: Context): Ref[] {
  return refs('claim', [
    ...ledTo(targetsOf(transcription), context),
    ...supersedersOf(Object.keys(supersededBy), context),
  ]);
}

/** The claims that this one would take back, if it has the right (R4). */
export function takenBack({ response, supersedes }: Transcription): string[] {
  const byResponse = response && ['corrects', 'retracts'].includes(response.stance) ? response.to : [];
  return supersedes ? [...byResponse, supersedes.claim] : byResponse;
}

const speakersIn = ({ chain, jointly = [] }: Attribution): string[] => [...chain, ...jointly];

/** Everything that the rules of entry look at for a claim as it is or would be. */
export function claimRefs(claim: Claim, context: Context): Ref[] {
  const { attribution, transcription } = claim;
  const superseding = Object.keys(claim.supersededBy);
  return [
    ...refs('incident', [claim.incident]),
    ...refs('question', [claim.question]),
    ...refs('document', [claim.document]),
    ...refs('source', speakersIn(attribution)),
    ...valueRefs(transcription.value),
    ...refs('claim', [...targetsOf(transcription), ...superseding]),
    ...rightRefs([...takenBack(transcription), ...superseding], attribution, context),
  ];
}

/** The ties by which the right to take back is judged, between a claim and these others. */
function rightRefs(others: string[], attribution: Attribution, context: Context): Ref[] {
  if (others.length === 0) return [];
  const attributions = others.flatMap((id) => context.get('claim', id)?.attribution ?? []);
  const speakers = [attribution, ...attributions].flatMap(speakersIn);
  return refs(
    'source',
    tiesOf(speakers, (id) => context.get('source', id)),
  );
}

/** What a command on a claim needs to be decided; `next` is the claim as it would be, where that can be told. */
export function claimNeeds(command: ClaimCommand, next: Claim | undefined, context: Context): Ref[] {
  switch (command.type) {
    case 'RecordClaim':
      // Nothing names a new claim yet, so it closes no circle, and its targets' targets need not be read.
      return next ? claimRefs(next, context) : [];
    case 'CorrectTranscription':
    case 'SupersedeClaim':
      return next ? [...claimRefs(next, context), ...circleRefs(next, context)] : [];
    case 'MoveClaim':
      return [...refs('question', [command.question]), ...(next ? claimRefs(next, context) : [])];
    case 'CorrectAttribution':
      return next ? claimRefs(next, context) : [];
    case 'CompareWordings':
      return refs('claim', [command.claim, command.other]);
    case 'WithdrawClaim':
    case 'AssessClaim':
    case 'RankClaim':
      return [];
  }
}
