import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { Position } from '../log/event-log.js';
import { createPrivately } from '../log/folder-lock.js';
import type { TileStore } from './tree/tile-tree.js';

export const integrityFileName = 'integrity.sqlite';

/** Where the event of a leaf stands in the log. */
export interface LeafPlace {
  index: number;
  id: string;
  stream: string;
  revision: number;
  position: Position;
}
export interface StoredCheckpoint {
  size: number;
  /** the signed note */
  note: string;
  /** RFC 3339 */
  sealedAt: string;
}

const layout = 1;
const tables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE tiles (
    level INTEGER NOT NULL, tile INTEGER NOT NULL, hashes BLOB NOT NULL,
    PRIMARY KEY (level, tile)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE leaves (
    leaf INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, revision INTEGER NOT NULL,
    position TEXT NOT NULL
  ) STRICT;
  CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL, sealed_at TEXT NOT NULL) STRICT;`;

interface LeafRow {
  leaf: number;
  id: string;
  stream: string;
  revision: number;
  position: string;
}
const placeOf = ({ leaf, ...rest }: LeafRow): LeafPlace => ({ index: leaf, ...rest });

/**
 * What proofs are made of, in a file of its own: the tree's tiles, which leaf is which event, and the checkpoints. All
 * but the checkpoints can be built again from the log.
 */
export class IntegrityStore implements TileStore {
  readonly #db: Database.Database;
  readonly #statements: ReturnType<typeof statementsOf>;

  private constructor(db: Database.Database) {
    this.#db = db;
    this.#statements = statementsOf(db);
  }

  /**
   * @param ledger whose events it holds
   * @throws Error the file belongs to another ledger or was laid by a later version
   */
  static open(folder: string, ledger: string, options: { readonly?: boolean } = {}): IntegrityStore {
    const path = join(folder, integrityFileName);
    if (!options.readonly) createPrivately(path);
    const db = new Database(path, { readonly: options.readonly ?? false });
    try {
      if (!options.readonly) prepare(db, ledger);
      const found = db.prepare("SELECT value FROM meta WHERE key = 'ledger'").pluck().get();
      if (db.pragma('user_version', { simple: true }) !== layout || found !== ledger) {
        throw new Error(`${path} holds the proofs of another ledger, or of a later version of the program`);
      }
      return new IntegrityStore(db);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#statements.tile.get(level, index);
  }
  putTile(level: number, index: number, hashes: Uint8Array): void {
    this.#statements.putTile.run(level, index, hashes);
  }
  *tiles(): Generator<{ level: number; tile: number; hashes: Uint8Array }> {
    yield* this.#statements.tiles.iterate();
  }

  /** False where the same event is a leaf already. */
  addLeaf(leaf: LeafPlace): boolean {
    const { index, id, stream, revision, position } = leaf;
    return this.#statements.addLeaf.run(index, id, stream, revision, position).changes === 1;
  }
  /** Leaves that are held: the size of the tree. */
  size(): number {
    return this.#statements.size.get() ?? 0;
  }
  leaf(index: number): LeafPlace | undefined {
    const row = this.#statements.leaf.get(index);
    return row && placeOf(row);
  }
  leafOfEvent(id: string): LeafPlace | undefined {
    const row = this.#statements.leafOfEvent.get(id);
    return row && placeOf(row);
  }
  leaves(from: number, limit: number): LeafPlace[] {
    return this.#statements.leaves.all(from, limit).map(placeOf);
  }

  addCheckpoint({ size, note, sealedAt }: StoredCheckpoint): void {
    this.#statements.addCheckpoint.run(size, note, sealedAt);
  }
  lastCheckpoint(): StoredCheckpoint | undefined {
    return this.#statements.lastCheckpoint.get();
  }
  checkpoints(): StoredCheckpoint[] {
    return this.#statements.checkpoints.all();
  }

  /** All or nothing. */
  transaction(write: () => void): void {
    this.#db.transaction(write).immediate();
  }

  /**
   * By what the order of the leaves is known. Where it was another way before, the log has moved and positions with it:
   * the tree goes, to be built again from the log as it is now.
   */
  setOrder(order: 'log' | 'sequence'): void {
    const before = this.#db.prepare<[], string>("SELECT value FROM meta WHERE key = 'order'").pluck().get();
    if (before === order) return;
    if (before !== undefined) this.forgetTree();
    this.#db.prepare("INSERT OR REPLACE INTO meta VALUES ('order', ?)").run(order);
  }

  /** Takes out the tree but not the checkpoints, which the rebuilt one must meet again. */
  forgetTree(): void {
    this.transaction(() => this.#db.exec('DELETE FROM tiles; DELETE FROM leaves;'));
  }

  /** SQLite's own words on what is broken in the file; an empty list: nothing. */
  faults(): string[] {
    const lines = this.#db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    return lines.filter((line) => line !== 'ok');
  }

  close(): void {
    this.#db.close();
  }
}

function prepare(db: Database.Database, ledger: string): void {
  db.pragma('journal_mode = WAL');
  // After a power cut the last transactions may be gone: they are built again from the log, and the last checkpoint
  // lies in its own file, which is synced before it is stored here.
  db.pragma('synchronous = NORMAL');
  if (db.pragma('user_version', { simple: true }) !== 0) return;
  db.transaction(() => {
    db.exec(tables);
    db.prepare("INSERT INTO meta VALUES ('ledger', ?)").run(ledger);
    db.pragma(`user_version = ${layout}`);
  }).immediate();
}

function statementsOf(db: Database.Database) {
  const leafColumns = 'leaf, id, stream, revision, position';
  const checkpointColumns = 'size, note, sealed_at AS sealedAt';
  return {
    tile: db
      .prepare<[number, number], Buffer>('SELECT hashes FROM tiles WHERE level = ? AND tile = ?')
      .pluck(),
    putTile: db.prepare<[number, number, Uint8Array]>(
      'INSERT INTO tiles VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET hashes = excluded.hashes',
    ),
    tiles: db.prepare<[], { level: number; tile: number; hashes: Buffer }>(
      'SELECT level, tile, hashes FROM tiles ORDER BY level, tile',
    ),
    addLeaf: db.prepare<[number, string, string, number, string]>(
      'INSERT INTO leaves VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ),
    size: db.prepare<[], number>('SELECT max(leaf) + 1 FROM leaves').pluck(),
    leaf: db.prepare<[number], LeafRow>(`SELECT ${leafColumns} FROM leaves WHERE leaf = ?`),
    leafOfEvent: db.prepare<[string], LeafRow>(`SELECT ${leafColumns} FROM leaves WHERE id = ?`),
    leaves: db.prepare<[number, number], LeafRow>(
      `SELECT ${leafColumns} FROM leaves WHERE leaf >= ? ORDER BY leaf LIMIT ?`,
    ),
    addCheckpoint: db.prepare<[number, string, string]>(
      `INSERT INTO checkpoints VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET note = excluded.note, sealed_at = excluded.sealed_at`,
    ),
    lastCheckpoint: db.prepare<[], StoredCheckpoint>(
      `SELECT ${checkpointColumns} FROM checkpoints ORDER BY size DESC LIMIT 1`,
    ),
    checkpoints: db.prepare<[], StoredCheckpoint>(
      `SELECT ${checkpointColumns} FROM checkpoints ORDER BY size`,
    ),
  };
}
