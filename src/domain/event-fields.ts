import type {
  Attribution,
  DataOf,
  DomainEventType,
  IncidentDescription,
  QuestionDescription,
  SourceDescription,
  Transcription,
} from './events.js';

/**
 * What each event says, field by field, in words: the source of docs/EVENTS.md, and the list by which a decision
 * takes over what a command carries, so that nothing else of it gets into the log. The types below make a field that
 * is missing here, or required here and optional there, an error of compilation.
 */
type OptionalKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type Described<T> = {
  always: { [K in Exclude<keyof T, OptionalKey<T>>]: string };
  maybe: { [K in OptionalKey<T>]: string };
};

const name = {
  namespace: 'where the key comes from: an incident file’s namespace, or the ledger’s own',
  key: 'its short name, unique in the namespace',
};
const why = { reason: 'why, in the words of whoever did it' };
const pair = { other: 'the other one, whose id is the greater of the two', ...why };

const incident: Described<IncidentDescription> = {
  always: { title: 'what people call it' },
  maybe: {
    occurredAt: 'when it is said to have happened, EDTF',
    place: 'where',
    description: 'what it is about',
    timeZone: 'IANA zone of the place, for showing local time',
  },
};
const question: Described<QuestionDescription> = {
  always: { ask: 'the question as a person asks it' },
  maybe: {
    unit: 'what the numbers count or measure',
    scope: 'place, population, modality, window (EDTF), counting: what makes claims comparable',
    categories: 'of a category question: key, label and what is broader',
  },
};
const source: Described<SourceDescription> = {
  always: { name: 'what people call it', kind: 'person, office, organisation, group, outlet or unnamed' },
  maybe: {
    aliases: 'other spellings and names',
    memberOf: 'id of the source to which it belongs',
    speaksFor: 'id of the institution whose mouth it is; implies memberOf',
    knownTo: 'unnamed only: id of the relay through which alone it is known',
    sameAs: 'identifiers elsewhere (wikidata:Q40469), or namespace:key in this ledger: the same source',
    note: 'for readers',
  },
};
const attribution: Described<Attribution> = {
  always: { chain: 'ids of sources: the document’s publisher first, the origin last' },
  maybe: {
    jointly: 'ids of further origins that said it together with the last of the chain',
    lineageRecorded: 'false where the last of the chain cannot be the origin and the text names none',
    inferred: 'true where the recorder did the arithmetic, not the source',
    basis: 'how the origin knows: witnessed, deduced, induced, told or unknown',
  },
};
const transcription: Described<Transcription> = {
  always: {},
  maybe: {
    value: 'what is asserted',
    silence: 'no value: not-addressed, no-comment, declined, unable-to-confirm or none-reported',
    response:
      'ids of the claims responded to, and the stance: confirms, denies, doubts, corrects or retracts',
    hedge: 'how the speaker weakened it',
    citation: 'the words, with prefix, suffix and offsets in code points',
    capture: 'index of the document’s capture in which they stand; absent: the first',
    occurredAt: 'when the thing asserted is said to have happened, EDTF',
    asOf: 'the time for which a cumulative figure speaks, EDTF',
    assertedAt: 'when the origin spoke, EDTF',
    publishedAt:
      'when the document carried it, where this differs from the document’s own: RFC 3339 or a date',
    supersedes: 'id of an earlier claim that the text says it replaces, and as what',
    utterance: 'namespace:key; claims with the same are relays of one saying',
    note: 'for readers',
  },
};

export const eventFields: { [Type in DomainEventType]: Described<DataOf<Type>> } = {
  IncidentOpened: { always: { ...name, ...incident.always }, maybe: incident.maybe },
  IncidentDescribed: { always: { ...incident.always, ...why }, maybe: incident.maybe },
  IncidentPlacedUnder: {
    always: { parent: 'id of the incident that it is a part of, or null for none' },
    maybe: why,
  },
  ConstraintDeclared: {
    always: {
      constraint: 'its id, a UUIDv5 of the ledger, its kind and its questions',
      relation: 'sum (total, parts), at-most (lesser, greater) or same (questions), all by id',
    },
    maybe: why,
  },
  ConstraintLifted: { always: { constraint: 'its id', ...why }, maybe: {} },
  QuestionRaised: {
    always: {
      incident: 'id of the incident',
      key: 'its short name, unique in the incident',
      type: 'count, quantity, yes-no, category, source, place, time or text',
      ...question.always,
    },
    maybe: {
      cumulative: 'true for a figure that may grow with time',
      multiple: 'true where values stand beside one another and never contradict',
      ...question.maybe,
    },
  },
  QuestionReworded: { always: { ...question.always, ...why }, maybe: question.maybe },
  QuestionResolved: {
    always: {
      value: 'the answer',
      claims: 'ids of the claims it rests on',
      stood: 'ids of the claims that stood when it was decided, at most 1,000',
      method: 'the version of the rules of reconciliation',
      seen: 'digest of the view that the editor saw, without its position',
      ...why,
    },
    maybe: { stoodMore: 'how many more stood, which `seen` vouches for' },
  },
  QuestionReopened: { always: why, maybe: {} },
  SourceRegistered: { always: { ...name, ...source.always }, maybe: source.maybe },
  SourceDescribed: { always: { ...source.always, ...why }, maybe: source.maybe },
  SourceReliabilityAssessed: { always: { reliability: 'A to F, Admiralty code', ...why }, maybe: {} },
  SourcesMarkedSame: { always: pair, maybe: {} },
  SourcesMarkedDistinct: { always: pair, maybe: {} },
  IndependenceAsserted: { always: pair, maybe: {} },
  DocumentRegistered: {
    always: {
      ...name,
      publisher: 'id of the source that published it',
      title: 'its title',
      kind: 'article, statement, post, broadcast, briefing, report, dataset, interview, correspondence, image, video or audio',
    },
    maybe: {
      url: 'its address, http or https',
      language: 'BCP 47 tag',
      publishedAt: 'RFC 3339 instant (seconds may be missing), or a date: some time on that day',
      timeZone: 'IANA zone in which its dates are days; absent: UTC',
      note: 'for readers',
    },
  },
  DocumentCaptured: {
    always: { index: 'its number among the document’s captures, from 0' },
    maybe: {
      sha256: 'of the text, hexadecimal; the text itself lies in the content store, or nowhere',
      length: 'of the text, bytes',
      mediaType: 'of the text',
      capturedAt: 'when the copy was made, RFC 3339 or a date',
      archivedAt: 'address of an archived copy',
    },
  },
  ClaimRecorded: {
    always: {
      namespace: name.namespace,
      incident: 'id of the incident',
      document: 'id of the document that carried it',
      ...attribution.always,
    },
    maybe: {
      key: 'its short name; absent where nobody gave one',
      question: 'id of the question that a value or silence answers',
      ...attribution.maybe,
      ...transcription.maybe,
    },
  },
  ClaimTranscriptionCorrected: { always: why, maybe: transcription.maybe },
  ClaimMovedToQuestion: {
    always: { incident: 'id of the incident of the question', question: 'id of the question', ...why },
    maybe: {},
  },
  AttributionCorrected: { always: { ...attribution.always, ...why }, maybe: attribution.maybe },
  ClaimSuperseded: {
    always: { by: 'id of the claim that replaces it', as: 'update, correction or retraction', ...why },
    maybe: {},
  },
  ClaimWithdrawn: { always: why, maybe: {} },
  ClaimCredibilityAssessed: { always: { credibility: '1 to 6, Admiralty code', ...why }, maybe: {} },
  ClaimRanked: { always: { rank: 'preferred, normal or deprecated', ...why }, maybe: {} },
  WordingsCompared: {
    always: { same: 'true: they mean the same; false: they exclude each other', ...pair },
    maybe: {},
  },
  AccessGranted: {
    always: {
      grant:
        'role (and which), incident (its id: may be read though it is restricted), or key (its id, roles, expiresAt)',
      ...why,
    },
    maybe: {},
  },
  AccessRevoked: {
    always: {
      grant: 'role, incident or key, by name; of `everyone`: the incident is restricted now',
      ...why,
    },
    maybe: {},
  },
  ActUndone: {
    always: {
      undone: 'id of the event taken back, in the same stream',
      of: 'its type',
      ...why,
    },
    maybe: {},
  },
};

/** Names alone, in the order in which an event has them. */
const namesOf = Object.fromEntries(
  Object.entries(eventFields).map(([type, { always, maybe }]) => [
    type,
    { always: Object.keys(always), maybe: Object.keys(maybe) },
  ]),
) as Record<DomainEventType, { always: string[]; maybe: string[] }>;

/** What the event of this type says, taken from what carries it; anything else stays behind, empty lists too. */
export function dataOf<Type extends DomainEventType>(type: Type, from: DataOf<Type>): DataOf<Type> {
  const { always, maybe } = namesOf[type];
  const fields = from as Record<string, unknown>;
  const taken: Record<string, unknown> = {};
  for (const name of always) taken[name] = fields[name];
  for (const name of maybe) {
    const value = fields[name];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) taken[name] = value;
  }
  return taken as DataOf<Type>;
}
