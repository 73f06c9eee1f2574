import type { Position } from '../log/event-log.js';
import type { Db, Statement } from './database.js';

/** How far the rows have come, written in the transaction that wrote them. One row. */
export const checkpointTables = `
CREATE TABLE checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1), version TEXT NOT NULL, ledger TEXT NOT NULL,
  seq INTEGER NOT NULL, position TEXT, before_position TEXT, event TEXT, known INTEGER NOT NULL,
  complete INTEGER NOT NULL
);
`;

export interface Checkpoint {
  /** events applied or set aside */
  seq: number;
  /** of the last of them; null before the first */
  position: Position | null;
  /** of the one before it: from there the log must give the same event again */
  beforePosition: Position | null;
  /** id of the last; '' where it could not be read */
  event: string;
  /** running maximum of `recordedAt`, milliseconds; 0 before the first */
  known: number;
}

export const atTheStart: Checkpoint = { seq: 0, position: null, beforePosition: null, event: '', known: 0 };

interface Row extends Omit<Checkpoint, 'beforePosition'> {
  version: string;
  ledger: string;
  before_position: Position | null;
  complete: number;
}

export class Checkpoints {
  readonly #get: Statement<[], Row>;
  readonly #set: Statement<[number, Position | null, Position | null, string, number]>;
  readonly #complete: Statement<[]>;

  constructor(private readonly db: Db) {
    this.#get = db.prepare('SELECT * FROM checkpoint');
    this.#set = db.prepare(
      'UPDATE checkpoint SET seq = ?, position = ?, before_position = ?, event = ?, known = ?',
    );
    this.#complete = db.prepare('UPDATE checkpoint SET complete = 1');
  }

  begin(version: string, ledger: string): void {
    this.db
      .prepare('INSERT INTO checkpoint VALUES (1, ?, ?, 0, NULL, NULL, ?, 0, 0)')
      .run(version, ledger, '');
  }

  get(): Checkpoint {
    const { seq, position, before_position: beforePosition, event, known } = this.#get.get()!;
    return { seq, position, beforePosition, event, known };
  }

  set({ seq, position, beforePosition, event, known }: Checkpoint): void {
    this.#set.run(seq, position, beforePosition, event, known);
  }

  /** The indexes are made: the file can answer. */
  complete(): void {
    this.#complete.run();
  }

  /** What the file says it is; undefined where it says nothing that can be read. */
  identity(): { version: string; ledger: string; complete: boolean } | undefined {
    const row = this.#get.get();
    return row && { version: row.version, ledger: row.ledger, complete: row.complete === 1 };
  }
}
