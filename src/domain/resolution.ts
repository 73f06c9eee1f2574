import { checkText, firstOf, reachable, unknown, type Check } from './checks.js';
import { rejection } from './decider.js';
import type { DataOf } from './events.js';
import { refs, type Claim, type Context, type Question, type Ref } from './things.js';
import { checkValueOn, valueRefs } from './value-on.js';

type Resolution = DataOf<'QuestionResolved'>;

/** The answer's source, the claims it rests on, and what those that only respond respond to. */
export function resolutionRefs({ value, claims }: Resolution, context: Context): Ref[] {
  return [
    ...valueRefs(value),
    ...refs('claim', claims),
    ...refs(
      'claim',
      claims.flatMap((id) => [...firstTargets(context.get('claim', id), context)]),
    ),
  ];
}

export function checkResolution(
  { value, claims, method, seen }: Resolution,
  id: string,
  question: Question,
  context: Context,
): Check {
  return firstOf(
    () => checkValueOn(question, value, context),
    () =>
      claims.length === 0
        ? rejection('no-claims', 'name the claims that the answer rests on', 'claims')
        : undefined,
    () => claims.map((claim) => checkGround(claim, id, context)).find((found) => found),
    () => checkText(method, 'method'),
    () => checkText(seen, 'seen'),
  );
}

function checkGround(id: string, question: string, context: Context): Check {
  const claim = context.get('claim', id);
  if (!claim) return unknown('claim', id, 'claims');
  const name = claim.entered.key ?? id;
  if (claim.withdrawn) return rejection('withdrawn', `claim ${name} was withdrawn`, 'claims');
  return questionOf(claim, context) === question
    ? undefined
    : rejection('other-question', `claim ${name} does not stand under this question`, 'claims');
}

/** R4: a response without a value stands under the question of its (first) target, which may be a response too. */
function questionOf(claim: Claim, context: Context): string | undefined {
  if (claim.question !== undefined) return claim.question;
  const targets = firstTargets(claim, context);
  return [...targets].map((id) => context.get('claim', id)?.question).find((question) => question);
}
function firstTargets(claim: Claim | undefined, context: Context): Set<string> {
  return reachable(firstTarget(claim), (id) => firstTarget(context.get('claim', id)));
}
const firstTarget = (claim: Claim | undefined): string[] =>
  claim?.question === undefined ? (claim?.transcription.response?.to.slice(0, 1) ?? []) : [];
