import { eventFields } from '../../src/domain/event-fields.js';
import type { DomainEventType } from '../../src/domain/events.js';
import { eventVersions } from '../../src/domain/upcast.js';
import { maxDepth, maxLeafBytes, type Envelope } from '../../src/log/envelope.js';
import { frozenEvents } from './frozen-events.js';

/** docs/EVENTS.md as it must read: from the fields in the code, and examples from the frozen events. */
export function eventsDoc(): string {
  return [intro, envelope(), lifetimes, ...kinds.map(ofKind)].join('\n\n').trimEnd() + '\n';
}

const intro = `# Events

<!-- Made from src/domain/event-fields.ts and the frozen events by test/domain/events-doc.spec.ts. Do not edit here:
     UPDATE_DOCS=1 npm test -- test/domain/events-doc -->

Everything that the ledger knows is an event: what happened in the newsroom, in the past tense, never changed and never
removed. Incidents, conflicts, accounts and statuses are computed from them. An event stands in the **stream** of its
first subject (\`claim-<id>\`), whose id is therefore not repeated in its data, and names the others by id. The id of a
thing is a UUIDv5 of the ledger's id and \`kind\\nnamespace\\nkey\`; a question's key there is \`incident/question\`. Of an
act on two sources, or two claims, the one with the smaller id is the first subject, so that all that was ever said of
the pair stands in one stream and has a last word. One command makes one event, or none where it was so already.

Optional fields are absent, never null. Values have the shapes of an incident file.`;

const envelopeFields: Record<keyof Envelope, string> = {
  v: 'version of the envelope: 1',
  ledger: 'id of the ledger, a UUID made when the log was',
  id: 'of the event, a UUIDv7 (ordered by time)',
  stream:
    'where it stands: `incident-`, `question-`, `source-`, `document-`, `claim-` or `access-` and an id',
  revision: 'its place in the stream, from 0',
  type: 'what happened: one of the types below',
  schema: 'version of `data` for this type, from 1',
  actor: 'opaque id of who did it; `local` until there are users. No names of users',
  recordedAt: 'when the ledger took it in: RFC 3339, UTC, milliseconds',
  correlation: 'id of what began it all: a request, an import; else of the event itself',
  causation: 'id of what led to it directly; else the correlation',
  key: 'the idempotency key of its command, if it had one',
  salt: '32 random bytes, base64: nobody can guess a leaf from its hash',
  data: 'what was said: the fields of its type',
};

function envelope(): string {
  const rows = Object.entries(envelopeFields).map(([field, words]) => `| \`${field}\` | ${words} |`);
  return `## The envelope

One shape for the whole life of the ledger. What is stored are its canonical bytes (RFC 8785), and they are the leaf of
the Merkle tree: an event cannot be moved to another stream or place under a valid proof. At most ${maxLeafBytes.toLocaleString('en')}
bytes, ${maxDepth} levels deep, numbers of at most 15 significant digits.

| field | what it says |
|---|---|
${rows.join('\n')}`;
}

const lifetimes = `## Versions

Stored bytes are never rewritten, and proofs hash what was stored. When the data of a type changes, its \`schema\` is
raised, and an older event is brought to the new shape whenever it is read (src/domain/upcast.ts). A type or version
that a program does not know stops its decisions on that stream ("use a newer one"), and the views set it aside and say
so. Every version ever written stands in test/fixtures/events/, byte for byte.

## Undo

Undo is another event. The opposite one, where the vocabulary has one and it restores what was before: recording a claim
is undone by \`ClaimWithdrawn\`, a constraint declared by \`ConstraintLifted\` and the reverse, a resolution by
\`QuestionReopened\`. All other judgements are undone by \`ActUndone\`, which names the event: it is then as if that act had
never been, and later acts on the same thing hold. Undoing an undoing brings the act back. Openings, registrations and
captures are not undone: they say what was entered, and are described anew. Nothing is undone into a state that the
rules of entry refuse.

## In every human judgement

\`reason\` says why, in the words of whoever did it. It is never empty.`;

const kinds: { title: string; types: Partial<Record<DomainEventType, string>> }[] = [
  {
    title: 'Incidents',
    types: {
      IncidentOpened: 'A happening was entered, to which questions and claims belong.',
      IncidentDescribed: 'Its description was replaced, whole.',
      IncidentPlacedUnder: 'It was made a part of another incident, or taken out.',
      ConstraintDeclared:
        'A relation between questions was declared. It stands with the incident that declares it.',
      ConstraintLifted: 'The relation holds no longer; it may be declared again.',
    },
  },
  {
    title: 'Questions',
    types: {
      QuestionRaised: 'A question was asked of an incident; its type never changes.',
      QuestionReworded: 'Its wording was replaced, whole. Categories may come, and none goes.',
      QuestionResolved: 'An editor decided it. Deciding again replaces the decision.',
      QuestionReopened: 'The decision was taken back.',
    },
  },
  {
    title: 'Sources',
    types: {
      SourceRegistered: 'A person, office, organisation, group, outlet or unnamed speaker was entered.',
      SourceDescribed: 'Its description was replaced, whole.',
      SourceReliabilityAssessed: 'Somebody graded it. The last grade holds.',
      SourcesMarkedSame: 'Two are one, as speakers and as values. The last word on a pair holds.',
      SourcesMarkedDistinct: 'Two are two, also where an identifier would join them.',
      IndependenceAsserted: 'Two are roots of their own, though unnamed or tied.',
    },
  },
  {
    title: 'Documents',
    types: {
      DocumentRegistered: 'A published work was entered.',
      DocumentCaptured: 'A copy of it was taken or named.',
    },
  },
  {
    title: 'Claims',
    types: {
      ClaimRecorded:
        'One source’s assertion was entered: a value, a silence, a response, or a value with a response.',
      ClaimTranscriptionCorrected: 'We mistyped: this is what the document says, whole.',
      ClaimMovedToQuestion: 'It answers another question, perhaps of another incident.',
      AttributionCorrected: 'We misread who said it: this is the attribution, whole.',
      ClaimSuperseded: 'An editor says later what the claim’s own `supersedes` would have said.',
      ClaimWithdrawn: 'It should never have been entered, and counts as if it had not been.',
      ClaimCredibilityAssessed: 'Somebody graded it. The last grade holds.',
      ClaimRanked: 'An editor ranked it. The last rank holds.',
      WordingsCompared:
        'Two texts or places mean the same, or exclude each other. The last word on a pair holds.',
    },
  },
  {
    title: 'Access',
    types: {
      AccessGranted: 'Somebody, or everyone, may do something from now on. Its stream is `access-<subject>`.',
      AccessRevoked: 'They may no longer.',
    },
  },
  { title: 'Any stream of a thing', types: { ActUndone: 'An act was taken back, or an undoing was.' } },
];

/** The types that the document speaks of, so that a test can ask whether these are all. */
export const documentedTypes = kinds.flatMap(({ types }) => Object.keys(types));

function ofKind({ title, types }: (typeof kinds)[number]): string {
  const events = Object.entries(types).map(([type, words]) => ofType(type as DomainEventType, words));
  return [`## ${title}`, ...events].join('\n\n');
}

const frozen = frozenEvents();

function ofType(type: DomainEventType, words: string): string {
  const { always, maybe } = eventFields[type];
  const rows = [
    ...Object.entries<string>(always).map(([field, says]) => `| \`${field}\` | ${says} |`),
    ...Object.entries<string>(maybe).map(([field, says]) => `| \`${field}\` (optional) | ${says} |`),
  ];
  const example = frozen.find(({ envelope }) => envelope.type === type)!.envelope.data;
  return `### ${type}

${words} Schema ${eventVersions[type].schema}.

| field | what it says |
|---|---|
${rows.join('\n')}

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\``;
}
