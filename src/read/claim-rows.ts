import type { Attribution, Transcription } from '../domain/events.js';
import type { Credibility, Rank, Stance, SupersessionKind } from '../domain/value.js';
import type { ActOf } from './acts.js';
import { ClaimLinks, claimLinkTables } from './claim-links.js';
import { ClaimSources, claimSourceTables } from './claim-sources.js';
import type { Statement } from './database.js';
import type { DocumentRows } from './documents.js';
import { latestMoment, unknownMoment } from './moments.js';
import type { Relation, RelationKind } from './relations.js';
import type { Happening, HappeningOf, Projector, Store } from './store.js';
import { numberedValue, type StoredValue, valueText } from './stored-value.js';
import { SourceIncidents, sourceIncidentTables } from './source-incidents.js';
import { shared } from './touches.js';
import { versionColumns, Versions } from './versions.js';

/**
 * `question`: under which it stands, a response without one under that of its first target; `published`: the latest
 * moment at which it may have been (R1); `entry`: place in log order of the event that recorded it.
 */
export const claimTables = `
CREATE TABLE claim_row (${versionColumns},
  incident INTEGER NOT NULL, question INTEGER, document INTEGER NOT NULL,
  published INTEGER NOT NULL, entry INTEGER NOT NULL, withdrawn INTEGER NOT NULL
);
CREATE INDEX claim_row_n ON claim_row (n);
${claimSourceTables}
${sourceIncidentTables}
${claimLinkTables}
`;
export const claimIndexes = `
CREATE INDEX claim_row_known ON claim_row (question, known_from);
CREATE INDEX claim_row_question ON claim_row (question, published, entry, known_from, known_to, withdrawn);
CREATE INDEX claim_row_incident ON claim_row (incident, published, entry, known_from, known_to, withdrawn);
CREATE INDEX claim_row_document ON claim_row (document, published, entry, known_from, known_to, withdrawn);
`;

type Numbered<T, Fields> = Omit<T, keyof Fields> & Fields;
type NumberedTranscription = Numbered<
  Transcription,
  {
    value?: StoredValue;
    response?: { to: number[]; stance: Stance };
    supersedes?: { claim: number; as: SupersessionKind };
  }
>;
/** A claim with everything that it names by number; sources in order, the publisher first. */
export type ClaimState = Numbered<Attribution, { chain: number[]; jointly?: number[] }> &
  NumberedTranscription & {
    entry: number;
    incident: number;
    /** its own; a response may have none */
    question?: number;
    document: number;
    /** place in log order at which it came to this question */
    placed: number;
    withdrawn?: { ord: number; reason: string };
    credibility?: { credibility: Credibility; ord: number; reason: string };
    rank?: { rank: Rank; ord: number; reason: string };
  };

type ClaimAct = ActOf<
  | 'ClaimTranscriptionCorrected'
  | 'AttributionCorrected'
  | 'ClaimMovedToQuestion'
  | 'ClaimWithdrawn'
  | 'ClaimCredibilityAssessed'
  | 'ClaimRanked'
  | 'ClaimSuperseded'
  | 'WordingsCompared'
>;

export class ClaimRows implements Projector {
  readonly versions: Versions<ClaimState>;
  readonly sources: ClaimSources;
  readonly links: ClaimLinks;
  readonly incidents: SourceIncidents;
  readonly #under: Statement<[number, number, number], number | null>;
  readonly #ofDocument: Statement<[number, number], number>;

  constructor(
    private readonly store: Store,
    private readonly documents: DocumentRows,
  ) {
    this.versions = new Versions<ClaimState>(
      store.db,
      'claim_row',
      ['incident', 'question', 'document', 'published', 'entry', 'withdrawn'],
      (state) => [
        state.incident,
        this.#standsUnder(state),
        state.document,
        this.published(state),
        state.entry,
        state.withdrawn === undefined ? 0 : 1,
      ],
      (v, state) => store.search.addClaim(v, claimText(state)),
    );
    this.sources = new ClaimSources(store.db);
    this.links = new ClaimLinks(store.db);
    this.incidents = new SourceIncidents(store.db);
    this.#under = store.db
      .prepare<[number, number, number], number | null>(
        'SELECT question FROM claim_row WHERE n = ? AND known_from <= ? AND known_to > ?',
      )
      .pluck();
    this.#ofDocument = store.db
      .prepare<[number, number], number>('SELECT n FROM claim_row WHERE document = ? AND known_to = ?')
      .pluck();
    store.labels.set('claim', (n, seq) => this.versions.at(n, seq)?.citation?.exact ?? '');
  }

  born({ seq, id, data }: HappeningOf<'ClaimRecorded'>) {
    const { namespace, key, incident, question, document, chain, jointly, ...said } = data;
    const { names } = this.store;
    const { n, referred } = names.born('claim', id, { namespace, key }, seq);
    // One object, filled: this is done for every claim of a rebuild.
    const state: ClaimState = Object.assign(this.#transcription(said), {
      chain: this.#numbers(chain),
      entry: seq,
      incident: names.number('incident', incident),
      document: names.number('document', document),
      placed: seq,
    });
    if (jointly !== undefined) state.jointly = this.#numbers(jointly);
    if (question !== undefined) state.question = names.number('question', question);
    this.versions.begin(n, seq, state);
    this.sources.add(n, seq, state, this.published(state));
    this.incidents.add(state, seq);
    if (state.response || state.supersedes || referred) this.#relink(n, seq);
    if (referred) this.#touchThoseThatName(n, seq);
    return { n, referred };
  }

  acted(n: number, { seq, type }: Happening, acts: readonly ClaimAct[]): void {
    const before = this.versions.at(n, seq)!;
    const after = acts.reduce((state, act) => this.#apply(state, act), this.versions.first(n)!);
    const editorial = lastOfEachPair(acts.flatMap((act) => this.#relation(n, act)));
    const superseders = this.#superseders(n, seq);
    this.store.relations.sync(n, editorial, seq);
    this.#replace(n, seq, before, after);
    // An editor's "superseded by" is told of the later claim, wherever that stands.
    for (const later of new Set([...superseders, ...this.#superseders(n, seq)])) {
      this.#touchQuestionOf(later, seq);
      this.#relink(later, seq);
    }
    if (type === 'WordingsCompared' || type === 'ActUndone') {
      this.#touchQuestionOf(n, seq);
      for (const { b } of editorial) this.#touchQuestionOf(b, seq);
    }
  }

  #replace(n: number, seq: number, before: ClaimState, after: ClaimState): void {
    const stood = this.under(n, seq);
    this.versions.replace(n, seq, after);
    this.sources.change(n, seq, [before, this.published(before)], [after, this.published(after)]);
    this.incidents.add(after, seq);
    if (stood !== this.under(n, seq) && stood !== null) this.store.touches.add(stood, seq);
    if ((before.withdrawn === undefined) !== (after.withdrawn === undefined))
      this.#touchThoseThatName(n, seq);
    this.#relink(n, seq);
  }

  /** What they name is there now, or is as if it had never been entered. */
  #touchThoseThatName(n: number, seq: number): void {
    for (const claim of this.links.on(n, seq)) this.#touchQuestionOf(claim, seq);
  }

  /** The links of a claim, and of those that hang on it, after it came, moved, changed or went. */
  #relink(n: number, seq: number): void {
    if (this.links.sync(n, seq, this.#linked(n, seq))) this.store.touches.add(shared, seq);
    for (const hanging of this.links.on(n, seq)) {
      const state = this.versions.at(hanging, seq)!;
      if (state.question === undefined && this.under(hanging, seq) !== this.#standsUnder(state)) {
        this.#replace(hanging, seq, state, state);
      } else if (this.links.sync(hanging, seq, this.#linked(hanging, seq))) {
        this.store.touches.add(shared, seq);
      }
    }
  }

  /** What the claim names, each with the questions on either side; nothing once it is withdrawn. */
  #linked(n: number, seq: number) {
    const state = this.versions.at(n, seq);
    if (!state || state.withdrawn !== undefined) return [];
    const targets = new Set([
      ...(state.response?.to ?? []),
      ...(state.supersedes ? [state.supersedes.claim] : []),
      ...this.superseded(n, seq).map(({ claim }) => claim),
    ]);
    const from = this.under(n, seq);
    return [...targets].map((target) => ({ target, from, to: this.under(target, seq) }));
  }

  /** Claims that an editor said are superseded by this one. */
  superseded(n: number, seq: number): { claim: number; as: SupersessionKind; ord: number }[] {
    return this.store.relations
      .of(n, seq)
      .flatMap(({ kind, a, b, ord }) =>
        b === n && isSupersession(kind) ? [{ claim: a, as: kind, ord }] : [],
      );
  }

  #superseders(n: number, seq: number): number[] {
    return this.store.relations
      .of(n, seq)
      .flatMap(({ kind, a, b }) => (a === n && isSupersession(kind) ? [b] : []));
  }

  #touchQuestionOf(n: number, seq: number): void {
    const question = this.under(n, seq);
    if (question !== null) this.store.touches.add(question, seq);
  }

  /** The question under which a claim stands; null for one that stands under none or is not there. */
  under(n: number, seq: number): number | null {
    return this.#under.get(n, seq, seq) ?? null;
  }

  #standsUnder(state: ClaimState): number | null {
    if (state.question !== undefined) return state.question;
    const target = state.response?.to[0];
    return target === undefined ? null : this.under(target, Number.MAX_SAFE_INTEGER - 1);
  }

  /** The latest moment at which it may have been published: own, else its document's. */
  published(state: ClaimState): number {
    const document = this.documents.published(state.document);
    return state.publishedAt === undefined
      ? document.moment
      : latestMoment(state.publishedAt, document.timeZone);
  }

  /** As entered: own, else its document's. */
  publishedAt(n: number, seq: number): string | null {
    const state = this.versions.at(n, seq);
    return state ? (state.publishedAt ?? this.documents.published(state.document).publishedAt ?? null) : null;
  }

  /** A document that claims had named before it was there: they are published when it was. */
  documentCame(n: number, seq: number): void {
    for (const claim of this.#ofDocument.all(n, Number.MAX_SAFE_INTEGER)) {
      const state = this.versions.at(claim, seq)!;
      const nowhere = unknownMoment;
      this.versions.replace(claim, seq, state);
      this.sources.change(claim, seq, [state, nowhere], [state, this.published(state)]);
    }
  }

  #numbers(sources: readonly string[]): number[] {
    return sources.map((id) => this.store.names.number('source', id));
  }

  #attribution({ chain, jointly, lineageRecorded, inferred, basis }: Attribution) {
    return {
      chain: this.#numbers(chain),
      ...(jointly === undefined ? {} : { jointly: this.#numbers(jointly) }),
      ...(lineageRecorded === undefined ? {} : { lineageRecorded }),
      ...(inferred === undefined ? {} : { inferred }),
      ...(basis === undefined ? {} : { basis }),
    };
  }

  #transcription({ value, response, supersedes, ...rest }: Transcription): NumberedTranscription {
    const { names } = this.store;
    const said: NumberedTranscription = rest;
    if (value !== undefined) said.value = numberedValue(value, names);
    if (response !== undefined) {
      said.response = { ...response, to: response.to.map((claim) => names.number('claim', claim)) };
    }
    if (supersedes !== undefined) {
      said.supersedes = { ...supersedes, claim: names.number('claim', supersedes.claim) };
    }
    return said;
  }

  #apply(state: ClaimState, { ord, type, data }: ClaimAct): ClaimState {
    switch (type) {
      case 'ClaimTranscriptionCorrected': {
        const { reason: _, ...said } = data;
        return { ...whereItStands(state), ...attributionOf(state), ...this.#transcription(said) };
      }
      case 'AttributionCorrected': {
        const kept = omit(state, 'chain', 'jointly', 'lineageRecorded', 'inferred', 'basis');
        return { ...kept, ...this.#attribution(data) };
      }
      case 'ClaimMovedToQuestion': {
        const { incident, question } = data;
        const { names } = this.store;
        const there = {
          incident: names.number('incident', incident),
          question: names.number('question', question),
        };
        return { ...state, ...there, placed: ord };
      }
      case 'ClaimWithdrawn':
        return { ...state, withdrawn: { ord, reason: data.reason } };
      case 'ClaimCredibilityAssessed': {
        const { credibility, reason } = data;
        return { ...state, credibility: { credibility, ord, reason } };
      }
      case 'ClaimRanked': {
        const { rank, reason } = data;
        return { ...state, rank: { rank, ord, reason } };
      }
      case 'ClaimSuperseded':
      case 'WordingsCompared':
        return state;
    }
  }

  #relation(n: number, { ord, type, data }: ClaimAct): Relation[] {
    if (type === 'ClaimSuperseded') {
      const { by, as, reason } = data;
      return [{ kind: as, a: n, b: this.store.names.number('claim', by), ord, reason }];
    }
    if (type === 'WordingsCompared') {
      const { other, same, reason } = data;
      const kind: RelationKind = same ? 'same-wording' : 'other-wording';
      return [{ kind, a: n, b: this.store.names.number('claim', other), ord, reason }];
    }
    return [];
  }
}

/** What a claim is found by: its words, their translation, its value. */
export const claimText = ({ citation, value }: ClaimState): string =>
  [citation?.exact, citation?.translation?.text, value === undefined ? undefined : valueText(value)]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');

/** Of several words on how one claim replaces another the last holds. */
function lastOfEachPair(said: Relation[]): Relation[] {
  const last = new Map(said.flatMap((one) => (isSupersession(one.kind) ? [[one.b, one]] : [])));
  return said.filter((one) => !isSupersession(one.kind) || last.get(one.b) === one);
}

export const isSupersession = (kind: RelationKind): kind is SupersessionKind =>
  kind === 'update' || kind === 'correction' || kind === 'retraction';

const attributionOf = ({ chain, jointly, lineageRecorded, inferred, basis }: ClaimState) => ({
  chain,
  ...(jointly === undefined ? {} : { jointly }),
  ...(lineageRecorded === undefined ? {} : { lineageRecorded }),
  ...(inferred === undefined ? {} : { inferred }),
  ...(basis === undefined ? {} : { basis }),
});
const whereItStands = (state: ClaimState) => ({
  entry: state.entry,
  incident: state.incident,
  document: state.document,
  placed: state.placed,
  ...(state.question === undefined ? {} : { question: state.question }),
  ...(state.withdrawn === undefined ? {} : { withdrawn: state.withdrawn }),
  ...(state.credibility === undefined ? {} : { credibility: state.credibility }),
  ...(state.rank === undefined ? {} : { rank: state.rank }),
});

const omit = <T extends object, Name extends keyof T>(from: T, ...names: Name[]): Omit<T, Name> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name as Name))) as Omit<T, Name>;
