import {
  checkEdtf,
  checkKey,
  checkOneOf,
  checkReason,
  checkText,
  firstOf,
  otherContent,
  reachable,
  unknown,
  type Check,
} from './checks.js';
import type { QuestionCommand } from './commands.js';
import { differences, sameContent } from './content.js';
import { accept, nothingToDo, refuse, rejection, type Decision } from './decider.js';
import { dataOf } from './event-fields.js';
import type { Category, QuestionDescription, QuestionEvent } from './events.js';
import { thingId } from './names.js';
import { checkResolution, resolutionRefs } from './resolution.js';
import { refs, type Context, type Question, type Ref } from './things.js';
import { questionTypes, type QuestionType } from './value.js';

type Event = QuestionEvent;

export function evolveQuestion(
  question: Question | undefined,
  event: Event & { id: string },
): Question | undefined {
  if (event.type === 'QuestionRaised') {
    const { incident: _i, key: _k, type: _t, cumulative: _c, multiple: _m, ...description } = event.data;
    return { entered: event.data, description };
  }
  if (!question) return undefined;
  switch (event.type) {
    case 'QuestionReworded': {
      const { reason: _reason, ...description } = event.data;
      return { ...question, description };
    }
    case 'QuestionResolved':
      return { ...question, resolution: { event: event.id, ...event.data } };
    case 'QuestionReopened':
      return { ...question, resolution: null };
  }
}

/** A question is named `incident/question` in its incident's namespace; undefined where there is no such incident. */
export function questionId(incident: string, key: string, context: Context): string | undefined {
  const named = context.get('incident', incident)?.entered;
  return named && thingId(context.ledger, 'question', named.namespace, `${named.key}/${key}`);
}

export function questionNeeds(command: QuestionCommand, context: Context): Ref[] {
  switch (command.type) {
    case 'RaiseQuestion':
      return refs('incident', [command.incident]);
    case 'ResolveQuestion':
      return resolutionRefs(command, context);
    case 'RewordQuestion':
    case 'ReopenQuestion':
      return [];
  }
}

/** What must be true of a question however it came to be so. */
function checkQuestion(question: Question): Check {
  const { description, entered } = question;
  return firstOf(
    () => checkText(description.ask, 'ask'),
    () => checkEdtf(description.scope?.window, 'scope.window'),
    () => checkCategories(entered.type, description),
  );
}

function checkCategories(type: QuestionType, { categories }: QuestionDescription): Check {
  if (!categories) return undefined;
  const broader = new Map(categories.map((category) => [category.key, category.broader ?? []]));
  const lost = categories.flatMap((category) => category.broader ?? []).find((key) => !broader.has(key));
  return firstOf(
    () =>
      type === 'category'
        ? undefined
        : rejection('categories-not-taken', `a ${type} question has no categories`, 'categories'),
    () => categories.map(({ key }) => checkKey(key, 'categories')).find((found) => found),
    () =>
      broader.size < categories.length
        ? rejection('doubled-key', 'two categories have the same key', 'categories')
        : undefined,
    () => (lost === undefined ? undefined : unknown('category', lost, 'categories')),
    () => {
      const circle = categories.find(({ key }) =>
        reachable(broader.get(key)!, (id) => broader.get(id) ?? []).has(key),
      );
      return circle
        ? rejection('circle', `category ${circle.key} would be broader than itself`, 'categories')
        : undefined;
    },
  );
}

export function decideQuestion(
  command: QuestionCommand,
  id: string,
  question: Question | undefined,
  context: Context,
): Decision<Event> {
  if (command.type === 'RaiseQuestion') return raise(command, question, context);
  if (!question) return refuse(unknown('question', id, 'question'));
  switch (command.type) {
    case 'RewordQuestion':
      return reword(command, question);
    case 'ResolveQuestion':
      return resolve(command, id, question, context);
    case 'ReopenQuestion':
      return reopen(command, question);
  }
}

function raise(
  command: Extract<QuestionCommand, { type: 'RaiseQuestion' }>,
  question: Question | undefined,
  context: Context,
): Decision<Event> {
  const { cumulative, multiple, ...rest } = dataOf('QuestionRaised', {
    ...command,
    type: command.valueType,
  });
  const data = { ...rest, ...(cumulative && { cumulative }), ...(multiple && { multiple }) };
  const incident = context.get('incident', data.incident);
  if (!incident) return refuse(unknown('incident', data.incident, 'incident'));
  if (question) {
    const { ask: _a, unit: _u, scope: _s, categories: _c, ...fixed } = question.entered;
    const differing = differences(data, { ...fixed, ...question.description });
    return differing.length === 0 || sameContent(data, question.entered)
      ? nothingToDo
      : refuse(otherContent('question', `${incident.entered.key}/${data.key}`, differing));
  }
  const wrong = firstOf(
    () => checkKey(data.key, 'key'),
    () => checkOneOf(data.type, questionTypes, 'type'),
    () => checkQuestion({ entered: data, description: data }),
  );
  return wrong ? refuse(wrong) : accept({ type: 'QuestionRaised', data });
}

function reword(
  command: Extract<QuestionCommand, { type: 'RewordQuestion' }>,
  question: Question,
): Decision<Event> {
  const data = dataOf('QuestionReworded', command);
  const { reason, ...description } = data;
  if (sameContent(description, question.description)) return nothingToDo;
  const wrong = firstOf(
    () => checkReason(reason),
    () => checkQuestionChange({ ...question, description }, question),
  );
  return wrong ? refuse(wrong) : accept({ type: 'QuestionReworded', data });
}

/** What must be true of a question when it is reworded, or a rewording is undone. */
export function checkQuestionChange(next: Question, before: Question): Check {
  return firstOf(
    () => checkQuestion(next),
    () => checkCategoriesKept(before.description.categories, next.description.categories),
  );
}

/** Claims may name any category that ever was on the list, and the question does not know its claims. */
function checkCategoriesKept(before: Category[] = [], after: Category[] = []): Check {
  const gone = before.find(({ key }) => !after.some((category) => category.key === key));
  return gone
    ? rejection(
        'category-gone',
        `category ${gone.key} would be gone, and claims may name it: keep it, under another label if need be`,
        'categories',
      )
    : undefined;
}

function resolve(
  command: Extract<QuestionCommand, { type: 'ResolveQuestion' }>,
  id: string,
  question: Question,
  context: Context,
): Decision<Event> {
  const data = dataOf('QuestionResolved', withinAnEvent(command));
  const standing = question.resolution;
  // What stood and what was seen differ on every look; the decision is the answer, its grounds and the reason.
  if (
    standing &&
    sameContent([data.value, data.claims, data.reason], [standing.value, standing.claims, standing.reason])
  ) {
    return nothingToDo;
  }
  const wrong = firstOf(
    () => checkReason(data.reason),
    () => checkResolution(data, id, question, context),
  );
  return wrong ? refuse(wrong) : accept({ type: 'QuestionResolved', data });
}

/** An event has room for some 1,600 ids (docs/decisions/decisions-on-thousands.md). */
const mostStood = 1_000;

function withinAnEvent(
  command: Extract<QuestionCommand, { type: 'ResolveQuestion' }>,
): Extract<QuestionCommand, { type: 'ResolveQuestion' }> {
  const more = command.stood.length - mostStood;
  return more > 0 ? { ...command, stood: command.stood.slice(0, mostStood), stoodMore: more } : command;
}

function reopen(
  command: Extract<QuestionCommand, { type: 'ReopenQuestion' }>,
  question: Question,
): Decision<Event> {
  if (!question.resolution) return nothingToDo; // it is open already, as an editor wants it
  const wrong = checkReason(command.reason);
  return wrong
    ? refuse(wrong)
    : accept({ type: 'QuestionReopened', data: dataOf('QuestionReopened', command) });
}
