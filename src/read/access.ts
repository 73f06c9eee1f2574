import type { DataOf } from '../domain/events.js';
import { everyone, type Grant, type GrantName, type Role } from '../domain/grants.js';
import type { Act } from './answers.js';
import type { Db, Statement } from './database.js';
import { HidingFinder, type Hiding } from './hiding.js';
import type { Store } from './store.js';

/**
 * Who may do what now: the last word on each grant, by holder. Access is always that of now, whatever the clocks of a
 * question say: what was open last year is not shown to whom it is restricted today. `value`: the role, the incident's
 * id or the key's.
 */
export const accessTables = `
CREATE TABLE access (
  holder TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
  given INTEGER NOT NULL, seq INTEGER NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (holder, kind, value)
) WITHOUT ROWID;
CREATE INDEX access_value ON access (kind, value, given);
`;

/** A grant that is in force, and who gave it, when and why. */
export interface GrantAnswer {
  holder: string;
  grant: Grant;
  given: Act;
}
export interface RestrictionAnswer {
  /** id; the incident need not be open yet */
  incident: string;
  restricted: Act;
  /** who was given access by name, whether or not they have a role */
  named: GrantAnswer[];
}

/** What the views say of access. Holders are opaque ids. */
export interface AccessAnswers {
  rolesOf(holder: string): Role[];
  grantsOf(holder: string): GrantAnswer[];
  /** Everyone who was given this role. */
  holdersOf(role: Role): string[];
  /** What restricted incidents hide from this holder (null: from whoever has not signed in); undefined: nothing. */
  hidingFrom(holder: string | null): Hiding | undefined;
  /** Undefined where the incident is open. */
  restriction(incident: string): RestrictionAnswer | undefined;
  restrictions(): RestrictionAnswer[];
}

const valueOf = (grant: Grant | GrantName): string =>
  grant.kind === 'role' ? grant.role : grant.kind === 'incident' ? grant.incident : grant.key;

export class AccessRows {
  readonly #put: Statement<[string, string, string, number, number, string]>;

  constructor(db: Db) {
    this.#put = db.prepare('INSERT OR REPLACE INTO access VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** One more event of a holder's stream. */
  happened(seq: number, holder: string, type: string, data: Readonly<Record<string, unknown>>): void {
    if (type !== 'AccessGranted' && type !== 'AccessRevoked') {
      throw new Error(`${type} is nothing that happens to somebody's access`);
    }
    const { grant } = data as DataOf<'AccessGranted' | 'AccessRevoked'>;
    const given = type === 'AccessGranted' ? 1 : 0;
    this.#put.run(holder, grant.kind, valueOf(grant), given, seq, JSON.stringify(data));
  }
}

interface Row {
  holder: string;
  value: string;
  seq: number;
  data: string;
}
const columns = 'holder, value, seq, data';

export class AccessView implements AccessAnswers {
  readonly #roles: Statement<[string], Role>;
  readonly #grants: Statement<[string], Row>;
  readonly #holders: Statement<[Role], string>;
  readonly #restricted: Statement<[], Row>;
  readonly #restriction: Statement<[string], Row>;
  readonly #named: Statement<[string], Row>;
  readonly #hidden: Statement<[string], string>;
  readonly #hiding: HidingFinder;

  constructor(private readonly store: Store) {
    const { db } = store;
    this.#hiding = new HidingFinder(store);
    this.#roles = db
      .prepare<[string], Role>("SELECT value FROM access WHERE holder = ? AND kind = 'role' AND given = 1")
      .pluck();
    this.#grants = db.prepare(`SELECT ${columns} FROM access WHERE holder = ? AND given = 1 ORDER BY seq`);
    this.#holders = db
      .prepare<[Role], string>(
        "SELECT holder FROM access WHERE kind = 'role' AND value = ? AND given = 1 ORDER BY holder",
      )
      .pluck();
    const closed = `holder = '${everyone}' AND kind = 'incident' AND given = 0`;
    this.#restricted = db.prepare(`SELECT ${columns} FROM access WHERE ${closed} ORDER BY seq`);
    this.#restriction = db.prepare(`SELECT ${columns} FROM access WHERE ${closed} AND value = ?`);
    this.#named = db.prepare(`
      SELECT ${columns} FROM access
      WHERE kind = 'incident' AND value = ? AND given = 1 AND holder <> '${everyone}' ORDER BY seq`);
    this.#hidden = db
      .prepare<[string], string>(
        `SELECT value FROM access AS closed WHERE ${closed} AND NOT EXISTS (
           SELECT 1 FROM access WHERE holder = ? AND kind = 'incident' AND value = closed.value AND given = 1)`,
      )
      .pluck();
  }

  rolesOf(holder: string): Role[] {
    return this.#roles.all(holder);
  }

  grantsOf(holder: string): GrantAnswer[] {
    return this.#grants.all(holder).map((row) => this.#grant(row));
  }

  holdersOf(role: Role): string[] {
    return this.#holders.all(role);
  }

  hidingFrom(holder: string | null): Hiding | undefined {
    const incidents = this.#hidden.all(holder ?? '');
    return incidents.length === 0 ? undefined : this.#hiding.by(new Set(incidents));
  }

  restriction(incident: string): RestrictionAnswer | undefined {
    const row = this.#restriction.get(incident);
    return row && this.#restrictionOf(row);
  }

  restrictions(): RestrictionAnswer[] {
    return this.#restricted.all().map((row) => this.#restrictionOf(row));
  }

  #restrictionOf({ value, seq, data }: Row): RestrictionAnswer {
    const { reason } = JSON.parse(data) as DataOf<'AccessRevoked'>;
    return {
      incident: value,
      restricted: this.store.act(seq, reason),
      named: this.#named.all(value).map((row) => this.#grant(row)),
    };
  }

  #grant({ holder, seq, data }: Row): GrantAnswer {
    const { grant, reason } = JSON.parse(data) as DataOf<'AccessGranted'>;
    return { holder, grant, given: this.store.act(seq, reason) };
  }
}
