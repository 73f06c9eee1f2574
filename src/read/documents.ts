import type { DataOf } from '../domain/events.js';
import type { ActOf } from './acts.js';
import type { CaptureAnswer, Clocks, DocumentDetail, DocumentSummary, Page, PageRequest } from './answers.js';
import type { ClaimCounts } from './claim-counts.js';
import { publicLimit } from './claim-counts.js';
import type { Statement } from './database.js';
import { fold } from './fold.js';
import { type AsOf, type LatestMoment, latestMoment, unknownMoment } from './moments.js';
import { page } from './paging.js';
import { Recent } from './recent.js';
import type { Happening, HappeningOf, Projector, Store } from './store.js';
import { versionColumns, Versions } from './versions.js';

export const documentTables = `
CREATE TABLE document_row (${versionColumns},
  label TEXT NOT NULL, folded TEXT NOT NULL, publisher INTEGER NOT NULL, url TEXT,
  published INTEGER NOT NULL, born INTEGER NOT NULL
);
CREATE INDEX document_row_n ON document_row (n);
`;
export const documentIndexes = `
CREATE INDEX document_row_publisher ON document_row (publisher);
CREATE INDEX document_row_url ON document_row (url) WHERE url IS NOT NULL;
CREATE INDEX document_row_born ON document_row (born);
`;

type Registered = Omit<DataOf<'DocumentRegistered'>, 'namespace' | 'key' | 'publisher'>;
type Capture = DataOf<'DocumentCaptured'> & { ord: number };
export interface DocumentState extends Registered {
  born: number;
  publisher: number;
  captures: Capture[];
}

/** When and where a document was published, which never changes once it is registered. */
export interface Published {
  /** the latest moment at which it may have been */
  moment: LatestMoment;
  publishedAt: string | undefined;
  timeZone: string | undefined;
  /** its URL */
  address: string | undefined;
}

export class DocumentRows implements Projector {
  readonly versions: Versions<DocumentState>;
  readonly #published = new Recent<number, Published>(20_000);

  constructor(private readonly store: Store) {
    this.versions = new Versions<DocumentState>(
      store.db,
      'document_row',
      ['label', 'folded', 'publisher', 'url', 'published', 'born'],
      (state) => [
        state.title,
        fold(state.title),
        state.publisher,
        state.url ?? null,
        momentOf(state),
        state.born,
      ],
      (v, state) => store.search.addThing('document', v, documentText(state)),
    );
    store.labels.set('document', (n, seq) => this.versions.at(n, seq)?.title ?? '');
  }

  born({ seq, id, data }: HappeningOf<'DocumentRegistered'>) {
    const { namespace, key, publisher, ...registered } = data;
    const named = this.store.names.born('document', id, { namespace, key }, seq);
    const { n } = named;
    const state = {
      ...registered,
      born: seq,
      publisher: this.store.names.number('source', publisher),
      captures: [],
    };
    this.versions.begin(n, seq, state);
    // The claims of a page mostly come right after it.
    this.#published.set(n, publishedOf(state));
    return named;
  }

  published(n: number): Published {
    const known = this.#published.get(n);
    if (known) return known;
    const state = this.versions.first(n);
    // One that is not there yet is looked for again once it is.
    if (!state)
      return { moment: unknownMoment, publishedAt: undefined, timeZone: undefined, address: undefined };
    const found = publishedOf(state);
    this.#published.set(n, found);
    return found;
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#published.clear();
  }

  acted(n: number, { seq }: Happening, acts: readonly ActOf<'DocumentCaptured'>[]): void {
    const captures = acts.map(({ ord, data }): Capture => ({ ...data, ord }));
    this.versions.replace(n, seq, { ...this.versions.first(n)!, captures });
  }
}

const momentOf = ({ publishedAt, timeZone }: DocumentState): LatestMoment =>
  latestMoment(publishedAt, timeZone);
const publishedOf = (state: DocumentState): Published => ({
  moment: momentOf(state),
  publishedAt: state.publishedAt,
  timeZone: state.timeZone,
  address: state.url,
});

interface ListedRow {
  n: number;
  born: number;
  data: string;
}
const publisherIn = (data: string): number => (JSON.parse(data) as DocumentState).publisher;

export class Documents {
  readonly #list: Record<'all' | 'publisher' | 'url', Statement<unknown[], ListedRow>>;

  constructor(
    private readonly store: Store,
    private readonly rows: DocumentRows,
    private readonly counts: ClaimCounts,
  ) {
    const by = (where: string): Statement<unknown[], ListedRow> =>
      store.db.prepare(`
        SELECT n, born, data FROM document_row
        WHERE ${where} known_from <= ? AND known_to > ? AND born < ? AND instr(folded, ?) > 0 AND published <= ?
        ORDER BY born DESC LIMIT ?`);
    this.#list = { all: by(''), publisher: by('publisher = ? AND'), url: by('url = ? AND') };
  }

  /**
   * The latest entered first; with `publicAt` those surely public by then.
   * @throws BadCursor, BadInstant
   */
  list(
    filter: { text?: string; publisher?: string; url?: string },
    clocks?: Clocks,
    request?: PageRequest,
  ): Page<DocumentSummary> {
    const at = this.store.moments.asOf(clocks);
    const publisher =
      filter.publisher === undefined ? null : this.store.names.known('source', filter.publisher, at.seq);
    if (publisher === undefined) return { items: [], next: null };
    const text = fold(filter.text ?? '');
    const end = Number.MAX_SAFE_INTEGER;
    return page(
      request,
      1,
      (after, limit) => {
        const rest = [at.seq, at.seq, after?.[0] ?? end, text, publicLimit(at), limit];
        if (filter.url !== undefined) {
          const rows = this.#list.url.all(filter.url, ...rest);
          return rows.filter(({ data }) => publisher === null || publisherIn(data) === publisher);
        }
        return publisher === null
          ? this.#list.all.all(...rest)
          : this.#list.publisher.all(publisher, ...rest);
      },
      ({ born }) => [born],
      ({ n, data }) => this.#summary(n, JSON.parse(data) as DocumentState, at),
    );
  }

  /** @throws BadInstant */
  get(id: string, clocks?: Clocks): DocumentDetail | undefined {
    const at = this.store.moments.asOf(clocks);
    const n = this.store.names.known('document', id, at.seq);
    const state = n === undefined ? undefined : this.rows.versions.at(n, at.seq);
    if (n === undefined || state === undefined) return undefined;
    return {
      ...this.#summary(n, state, at),
      captureList: state.captures.map((capture) => this.#capture(capture)),
      recordedAt: this.store.recordedAt(state.born),
      revision: this.store.revision(n),
    };
  }

  #summary(n: number, state: DocumentState, at: AsOf): DocumentSummary {
    const { born: _, publisher, captures, kind, ...rest } = state;
    return {
      ...rest,
      ...this.store.ref(n, at.seq),
      publisher: this.store.ref(publisher, at.seq),
      documentKind: kind,
      captures: captures.length,
      claims: this.counts.ofDocument(n, at),
    };
  }

  #capture({ ord, ...capture }: Capture): CaptureAnswer {
    return { ...this.store.act(ord), ...capture };
  }
}

/** What a document is found by. */
export const documentText = ({ title, note }: Pick<DocumentState, 'title' | 'note'>): string =>
  note === undefined ? title : `${title}\n${note}`;
