import {
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
import type { SourceCommand } from './commands.js';
import { differences, sameContent } from './content.js';
import { accept, nothingToDo, refuse, rejection, type Decision } from './decider.js';
import { dataOf } from './event-fields.js';
import { sourceKinds, type SourceDescription, type SourceEvent } from './events.js';
import { secondOfPair } from './names.js';
import { refs, type Context, type Ref, type Source } from './things.js';
import { upward } from './ties.js';
import { reliabilities } from './value.js';

type Event = SourceEvent;

export function evolveSource(source: Source | undefined, event: Event): Source | undefined {
  if (event.type === 'SourceRegistered') {
    const { namespace: _namespace, key: _key, ...description } = event.data;
    return { entered: event.data, description, identity: {}, independentOf: {} };
  }
  if (!source) return undefined;
  switch (event.type) {
    case 'SourceDescribed': {
      const { reason: _reason, ...description } = event.data;
      return { ...source, description };
    }
    case 'SourceReliabilityAssessed':
      return { ...source, reliability: event.data };
    case 'SourcesMarkedSame':
    case 'SourcesMarkedDistinct': {
      const { other, reason } = event.data;
      const word = { same: event.type === 'SourcesMarkedSame', reason };
      return { ...source, identity: { ...source.identity, [other]: word } };
    }
    case 'IndependenceAsserted': {
      const { other, reason } = event.data;
      return { ...source, independentOf: { ...source.independentOf, [other]: reason } };
    }
  }
}

export function sourceNeeds(command: SourceCommand, context: Context): Ref[] {
  switch (command.type) {
    case 'RegisterSource':
    case 'DescribeSource':
      return sourceRefs(command, context);
    case 'MarkSourcesSame':
    case 'MarkSourcesDistinct':
    case 'AssertIndependence':
      return refs('source', [command.source, command.other]);
    case 'AssessSource':
      return [];
  }
}

/** The sources that a description names, and their ties up to the tops. */
export function sourceRefs(description: SourceDescription, context: Context): Ref[] {
  return refs('source', [...tiesAbove(description, context), description.knownTo]);
}
const tiesAbove = (description: SourceDescription, context: Context): Set<string> =>
  reachable(upward(description), (id) => upward(context.get('source', id)?.description));

/** What must be true of a source however it came to be so: R3 refuses a circle among ties. */
export function checkSource(
  id: string,
  { description }: Pick<Source, 'description'>,
  context: Context,
): Check {
  const { kind, knownTo, sameAs = [] } = description;
  const named = (['memberOf', 'speaksFor', 'knownTo'] as const).find((field) => {
    const other = description[field];
    return other !== undefined && other !== id && !context.get('source', other);
  });
  return firstOf(
    () => checkText(description.name, 'name'),
    () => checkOneOf(kind, sourceKinds, 'kind'),
    () => (named ? unknown('source', description[named]!, named) : undefined),
    () =>
      tiesAbove(description, context).has(id)
        ? rejection(
            'circle',
            'a source cannot belong to itself or speak for itself, also not by way of others',
            description.speaksFor === undefined ? 'memberOf' : 'speaksFor',
          )
        : undefined,
    () =>
      knownTo !== undefined && kind !== 'unnamed'
        ? rejection('known-to-named', 'only an unnamed source is known to one relay alone', 'knownTo')
        : undefined,
    () => (knownTo === id ? rejection('circle', 'a source is not its own relay', 'knownTo') : undefined),
    () =>
      sameAs.every((name) => /^[a-z0-9.-]+:\S+$/.test(name))
        ? undefined
        : rejection('bad-identifier', 'sameAs names things as wikidata:Q40469 or namespace:key', 'sameAs'),
  );
}

export function decideSource(
  command: SourceCommand,
  id: string,
  source: Source | undefined,
  context: Context,
): Decision<Event> {
  if (command.type === 'RegisterSource') return register(command, id, source, context);
  if (!source) return refuse(unknown('source', id, 'source'));
  switch (command.type) {
    case 'DescribeSource':
      return describe(command, id, source, context);
    case 'AssessSource': {
      const data = dataOf('SourceReliabilityAssessed', command);
      return judge(source, { type: 'SourceReliabilityAssessed', data }, () =>
        checkOneOf(data.reliability, reliabilities, 'reliability'),
      );
    }
    case 'MarkSourcesSame':
      return pair(command, source, 'SourcesMarkedSame', context);
    case 'MarkSourcesDistinct':
      return pair(command, source, 'SourcesMarkedDistinct', context);
    case 'AssertIndependence':
      return pair(command, source, 'IndependenceAsserted', context);
  }
}

function register(
  command: Extract<SourceCommand, { type: 'RegisterSource' }>,
  id: string,
  source: Source | undefined,
  context: Context,
): Decision<Event> {
  const data = dataOf('SourceRegistered', command);
  if (source) {
    const { namespace, key } = source.entered;
    const differing = differences(data, { namespace, key, ...source.description });
    return differing.length === 0 || sameContent(data, source.entered)
      ? nothingToDo
      : refuse(otherContent('source', `${namespace}:${key}`, differing));
  }
  const wrong = firstOf(
    () => checkKey(data.namespace, 'namespace'),
    () => checkKey(data.key, 'key'),
    () => checkSource(id, { description: data }, context),
  );
  return wrong ? refuse(wrong) : accept({ type: 'SourceRegistered', data });
}

function describe(
  command: Extract<SourceCommand, { type: 'DescribeSource' }>,
  id: string,
  source: Source,
  context: Context,
): Decision<Event> {
  const data = dataOf('SourceDescribed', command);
  const { reason: _reason, ...description } = data;
  if (sameContent(description, source.description)) return nothingToDo;
  return judge(source, { type: 'SourceDescribed', data }, () => checkSource(id, { description }, context));
}

type PairCommand = Extract<SourceCommand, { other: string }>;
type PairEvent = 'SourcesMarkedSame' | 'SourcesMarkedDistinct' | 'IndependenceAsserted';

function pair(command: PairCommand, source: Source, type: PairEvent, context: Context): Decision<Event> {
  const data = { other: secondOfPair(command.source, command.other), reason: command.reason };
  return judge(source, { type, data }, () =>
    firstOf(
      () =>
        command.source === command.other
          ? rejection('same-thing', 'these are not two sources: name another one', 'other')
          : undefined,
      () => (context.get('source', data.other) ? undefined : unknown('source', data.other, 'other')),
    ),
  );
}

/** A judgement says why; one that says what was said last adds nothing. */
function judge(
  source: Source,
  event: Exclude<Event, { type: 'SourceRegistered' }>,
  check: () => Check,
): Decision<Event> {
  if (sameContent(evolveSource(source, event), source)) return nothingToDo;
  const wrong = firstOf(() => checkReason(event.data.reason), check);
  return wrong ? refuse(wrong) : accept(event);
}
