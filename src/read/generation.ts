import type { EventLog, LoggedEvent, Position } from '../log/event-log.js';
import { ReadTurn } from '../log/sqlite-read-turn.js';
import { AccessView } from './access.js';
import { Attention } from './attention.js';
import { Audit } from './audit.js';
import { type Checkpoint, Checkpoints } from './checkpoint.js';
import { ClaimCounts } from './claim-counts.js';
import { Claims } from './claims.js';
import type { Db } from './database.js';
import { Documents } from './documents.js';
import { IncidentViews } from './incident-views.js';
import { Incidents } from './incidents.js';
import { NameAnswers } from './name-answers.js';
import { NewsView } from './news.js';
import { Projection } from './projection.js';
import type { Unseen } from './question-dossier.js';
import { Questions } from './questions.js';
import { RequestKeys } from './request-keys.js';
import { Rows } from './rows.js';
import { Search } from './search.js';
import { SourceRecords } from './source-records.js';
import { Sources } from './sources.js';

/** One file of views, open: everything that can be asked of it. A rebuild makes another and puts it in its place. */
export class Generation {
  readonly rows: Rows;
  readonly projection: Projection;
  /** whoever asks begins it; what takes events in ends it */
  readonly turn: ReadTurn;
  readonly checkpoints: Checkpoints;
  readonly names: NameAnswers;
  readonly incidents: Incidents;
  readonly questions: Questions;
  readonly sources: Sources;
  readonly documents: Documents;
  readonly claims: Claims;
  readonly incidentViews: IncidentViews;
  readonly sourceRecords: SourceRecords;
  readonly search: Search;
  #attention: Attention | undefined;
  readonly audit: Audit;
  readonly news: NewsView;
  readonly access: AccessView;
  readonly requestKeys: RequestKeys;

  constructor(
    readonly db: Db,
    log: EventLog,
    unseen: Unseen,
  ) {
    this.rows = new Rows(db, log.ledger);
    const { store } = this.rows;
    this.projection = new Projection(this.rows);
    this.turn = new ReadTurn(db);
    this.checkpoints = new Checkpoints(db);
    this.names = new NameAnswers(store);
    const counts = new ClaimCounts(db);
    this.questions = new Questions(store, this.rows.questions, counts);
    this.incidents = new Incidents(store, this.rows.incidents, this.questions, counts, () => this.attention);
    this.documents = new Documents(store, this.rows.documents, counts);
    this.claims = new Claims(store, this.rows.claims, this.rows.documents);
    this.sources = new Sources(store, this.rows.sources, this.rows.claims, this.claims);
    this.audit = new Audit(store, log);
    this.news = new NewsView(store, this.audit, () => this.checkpoints.get().position);
    this.access = new AccessView(store);
    this.requestKeys = new RequestKeys(db);
    this.incidentViews = new IncidentViews(this.rows, this.audit, unseen);
    this.sourceRecords = new SourceRecords(this.rows, this.incidentViews.dossiers);
    this.search = new Search(this.rows, counts);
  }

  /** Made when somebody asks: views are opened by the thousand in previews, where nobody does. */
  get attention(): Attention {
    return (this.#attention ??= new Attention(this.rows, this.incidentViews.dossiers, () => this.turn.end()));
  }

  checkpoint(): Checkpoint {
    return this.projection.checkpoint();
  }

  /** @throws as `Projection.apply` */
  apply(events: readonly LoggedEvent[], after: Position | null): Checkpoint {
    this.turn.end();
    return this.projection.apply(events, after);
  }
}
