import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Command } from '../../domain/commands.js';
import type { Attribution, Constraint } from '../../domain/events.js';
import { thingId, type ThingKind } from '../../domain/names.js';
import type { Value } from '../../domain/value.js';
import type {
  FileAct,
  FileCapture,
  FileClaim,
  FileConstraint,
  FileDocument,
  FileIncident,
  FileQuestion,
  FileSource,
} from './types.js';

/** Keys of one file to ids in one ledger; a question's key is `incident/question`. */
export interface Names {
  namespace: string;
  id(kind: ThingKind, key: string): string;
}
export const namesIn = (ledger: string, namespace: string): Names => ({
  namespace,
  id: (kind, key) => thingId(ledger, kind, namespace, key),
});

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

export function registerSource(source: FileSource, names: Names): CommandOf<'RegisterSource'> {
  const { memberOf, speaksFor, knownTo, ...rest } = source;
  return {
    type: 'RegisterSource',
    namespace: names.namespace,
    ...rest,
    ...(memberOf !== undefined && { memberOf: names.id('source', memberOf) }),
    ...(speaksFor !== undefined && { speaksFor: names.id('source', speaksFor) }),
    ...(knownTo !== undefined && { knownTo: names.id('source', knownTo) }),
  };
}

export function registerDocument(document: FileDocument, names: Names): CommandOf<'RegisterDocument'> {
  const { publisher, captures: _later, ...rest } = document;
  return {
    type: 'RegisterDocument',
    namespace: names.namespace,
    ...rest,
    publisher: names.id('source', publisher),
  };
}

/** @param held SHA-256 and length in bytes of the text, where the file brings one */
export function captureDocument(
  document: string,
  capture: FileCapture,
  held: { sha256: string; length: number } | undefined,
  names: Names,
): CommandOf<'CaptureDocument'> {
  const { text: _kept, ...rest } = capture;
  return {
    type: 'CaptureDocument',
    document: names.id('document', document),
    ...rest,
    ...(held && { ...held, mediaType: capture.mediaType ?? 'text/plain' }),
  };
}

export function openIncident(incident: FileIncident, names: Names): CommandOf<'OpenIncident'> {
  const { questions: _questions, constraints: _constraints, partOf: _partOf, ...rest } = incident;
  return { type: 'OpenIncident', namespace: names.namespace, ...rest };
}

export function placeUnder(incident: string, parent: string, names: Names): CommandOf<'PlaceIncidentUnder'> {
  return {
    type: 'PlaceIncidentUnder',
    incident: names.id('incident', incident),
    parent: names.id('incident', parent),
  };
}

export function raiseQuestion(
  incident: string,
  question: FileQuestion,
  names: Names,
): CommandOf<'RaiseQuestion'> {
  const { categories, type: valueType, ...rest } = question;
  return {
    type: 'RaiseQuestion',
    valueType,
    incident: names.id('incident', incident),
    ...rest,
    ...(categories && {
      categories: categories.map(({ broader, ...category }) => ({
        ...category,
        ...(broader !== undefined && { broader: listed(broader) }),
      })),
    }),
  };
}

export function declareConstraint(
  incident: string,
  { reason, ...constraint }: FileConstraint,
  names: Names,
): CommandOf<'DeclareConstraint'> {
  const question = (reference: string) => names.id('question', fullName(incident, reference));
  return {
    type: 'DeclareConstraint',
    incident: names.id('incident', incident),
    relation: relationOf(constraint, question),
    ...(reason !== undefined && { reason }),
  };
}

function relationOf(
  constraint: Omit<FileConstraint, 'reason'>,
  question: (reference: string) => string,
): Constraint {
  const relation = constraint as Constraint;
  switch (relation.kind) {
    case 'sum':
      return { kind: 'sum', total: question(relation.total), parts: relation.parts.map(question) };
    case 'at-most':
      return { kind: 'at-most', lesser: question(relation.lesser), greater: question(relation.greater) };
    case 'same':
      return { kind: 'same', questions: relation.questions.map(question) };
  }
}

/** A question as a constraint names it, in full: `incident/question`. */
export const fullName = (incident: string, reference: string): string =>
  reference.includes('/') ? reference : `${incident}/${reference}`;

export function recordClaim(claim: FileClaim, names: Names): CommandOf<'RecordClaim'> {
  const { incident, question, document, chain, jointly, value, response, supersedes, utterance, ...rest } =
    claim;
  const source = (key: string) => names.id('source', key);
  return {
    type: 'RecordClaim',
    namespace: names.namespace,
    ...rest,
    incident: names.id('incident', incident),
    ...(question !== undefined && { question: names.id('question', `${incident}/${question}`) }),
    document: names.id('document', document),
    chain: chain.map(source),
    ...(jointly && { jointly: jointly.map(source) }),
    ...(value && { value: valueOf(value, names) }),
    ...(response && {
      response: {
        to: listed(response.to).map((key) => names.id('claim', key)),
        stance: response.stance,
      },
    }),
    ...(supersedes && { supersedes: { ...supersedes, claim: names.id('claim', supersedes.claim) } }),
    ...(utterance !== undefined && { utterance: `${names.namespace}:${utterance}` }),
  };
}

const valueOf = (value: Value, names: Names): Value =>
  'source' in value ? { source: names.id('source', value.source) } : value;

export const listed = (one: string | string[]): string[] => (typeof one === 'string' ? [one] : one);

/** What an act needs to know of the record before it can say what it changes. */
export interface ActGround {
  /** of a claim, as the record has it now */
  attribution?: Attribution;
  /** of a question, as an editor would see it now */
  seen?: { stood: string[]; method: string; seen: string };
}

/** The thing in whose stream an act stands, by its key in the file. */
export function subjectOf(act: FileAct): { kind: 'claim' | 'question' | 'source'; key: string } {
  switch (act.act) {
    case 'assess-source':
      return { kind: 'source', key: act.source };
    case 'mark-same':
    case 'mark-distinct':
    case 'assert-independence':
      return { kind: 'source', key: act.sources[0] };
    case 'resolve':
    case 'reopen':
      return { kind: 'question', key: `${act.incident}/${act.question}` };
    case 'compare-wordings':
      return { kind: 'claim', key: act.claims[0] };
    case 'assess-claim':
    case 'rank':
    case 'supersede':
    case 'move':
    case 'withdraw':
    case 'correct-attribution':
      return { kind: 'claim', key: act.claim };
  }
}

/** @param ground `seen` for `resolve`, `attribution` for `correct-attribution`; ignored by the others */
export function actCommand(act: FileAct, ground: ActGround, names: Names): Command {
  const { reason } = act;
  const claim = (key: string) => names.id('claim', key);
  const source = (key: string) => names.id('source', key);
  switch (act.act) {
    case 'assess-source':
      return { type: 'AssessSource', source: source(act.source), reliability: act.reliability, reason };
    case 'assess-claim':
      return { type: 'AssessClaim', claim: claim(act.claim), credibility: act.credibility, reason };
    case 'rank':
      return { type: 'RankClaim', claim: claim(act.claim), rank: act.rank, reason };
    case 'mark-same':
    case 'mark-distinct':
    case 'assert-independence': {
      const [first, second] = act.sources;
      return { type: pairCommands[act.act], source: source(first), other: source(second), reason };
    }
    case 'supersede':
      return { type: 'SupersedeClaim', claim: claim(act.claim), by: claim(act.by), as: act.as, reason };
    case 'move': {
      const question = names.id('question', `${act.incident}/${act.question}`);
      return { type: 'MoveClaim', claim: claim(act.claim), question, reason };
    }
    case 'withdraw':
      return { type: 'WithdrawClaim', claim: claim(act.claim), reason };
    case 'resolve':
      return {
        type: 'ResolveQuestion',
        question: names.id('question', `${act.incident}/${act.question}`),
        value: valueOf(act.value, names),
        claims: act.claims.map(claim),
        ...(ground.seen ?? { stood: [], method: '', seen: '' }),
        reason,
      };
    case 'reopen':
      return {
        type: 'ReopenQuestion',
        question: names.id('question', `${act.incident}/${act.question}`),
        reason,
      };
    case 'compare-wordings': {
      const [first, second] = act.claims;
      return { type: 'CompareWordings', claim: claim(first), other: claim(second), same: act.same, reason };
    }
    case 'correct-attribution':
      return {
        type: 'CorrectAttribution',
        claim: claim(act.claim),
        ...(ground.attribution ?? { chain: [] }),
        ...(act.chain && { chain: act.chain.map(source) }),
        ...(act.lineageRecorded !== undefined && { lineageRecorded: act.lineageRecorded }),
        reason,
      };
  }
}

const pairCommands = {
  'mark-same': 'MarkSourcesSame',
  'mark-distinct': 'MarkSourcesDistinct',
  'assert-independence': 'AssertIndependence',
} as const;

/**
 * Names an act of a file (or a tie or constraint in it) for good, so that an import that is repeated does not repeat it, not even after an editor took it back:
 * from the namespace, what the act says, and how many acts before it in the file say just the same.
 */
export function actKey(namespace: string, act: object, earlierAlike: number): string {
  const said = canonicalize([namespace, act, earlierAlike])!;
  return `import-${createHash('sha256').update(said).digest('hex').slice(0, 40)}`;
}
