import type { ThingKind } from '../domain/names.js';
import { AccessRows } from './access.js';
import { ClaimRows } from './claim-rows.js';
import type { Db } from './database.js';
import { DocumentRows } from './documents.js';
import { IncidentRows } from './incidents.js';
import { QuestionRows } from './questions.js';
import { SourceRows } from './source-rows.js';
import { type Projector, Store } from './store.js';

/** The rows of every kind of thing, for those who write them and those who ask. */
export class Rows {
  readonly store: Store;
  readonly incidents: IncidentRows;
  readonly questions: QuestionRows;
  readonly sources: SourceRows;
  readonly documents: DocumentRows;
  readonly claims: ClaimRows;
  readonly access: AccessRows;
  readonly projectors: Record<ThingKind, Projector>;

  constructor(db: Db, ledger: string) {
    this.store = new Store(db, ledger);
    this.incidents = new IncidentRows(this.store);
    this.questions = new QuestionRows(this.store);
    this.sources = new SourceRows(this.store);
    this.documents = new DocumentRows(this.store);
    this.claims = new ClaimRows(this.store, this.documents);
    this.access = new AccessRows(db);
    this.projectors = {
      incident: this.incidents,
      question: this.questions,
      source: this.sources,
      document: this.documents,
      claim: this.claims,
    };
  }

  /** After a transaction that was taken back: what was remembered of it is no more. */
  forget(): void {
    this.store.names.forget();
    this.documents.forget();
    this.claims.incidents.forget();
  }
}
