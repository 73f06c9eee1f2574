import type { Db, Statement } from './database.js';

/**
 * Idempotency keys of requests that led to an event, from the envelopes of those events: what a repeated request is
 * told by, also after the process that answered the first one is gone.
 */
export const requestKeyTables = `
CREATE TABLE request_key (scope TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * How an envelope holds the key of a request: whose key it is, and of which request, both as hashes. Keys of other
 * origins (an import's own) have another form, and are told by the stream that they stand in alone.
 */
const form = /^request:([\w-]{22}):([\w-]{22})$/;

export const requestKey = (scope: string, fingerprint: string): string => `request:${scope}:${fingerprint}`;

export class RequestKeys {
  readonly #insert: Statement<[string, string]>;
  readonly #find: Statement<[string], string>;

  constructor(db: Db) {
    this.#insert = db.prepare('INSERT OR IGNORE INTO request_key VALUES (?, ?)');
    this.#find = db.prepare<[string], string>('SELECT fingerprint FROM request_key WHERE scope = ?').pluck();
  }

  /** Of an event that is applied. */
  note(key: string): void {
    const [, scope, fingerprint] = form.exec(key) ?? [];
    if (scope !== undefined) this.#insert.run(scope, fingerprint!);
  }

  /** Which request this key led to an event for. */
  fingerprint(scope: string): string | undefined {
    return this.#find.get(scope);
  }
}
