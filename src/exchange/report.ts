import type { Problem } from './problem.js';

export const countedKinds = [
  'sources',
  'documents',
  'captures',
  'incidents',
  'questions',
  'constraints',
  'claims',
  'acts',
] as const;
export type CountedKind = (typeof countedKinds)[number];
export type Counts = Record<CountedKind, number>;

/** What an import did, in sum. */
export interface ImportReport {
  file: string;
  format: string;
  namespace: string;
  /** true where it only tried: nothing was written */
  dryRun: boolean;
  added: Counts;
  /** in the ledger already, with the same content */
  known: Counts;
  /** known under the same key with other content: told one by one, and left as they are */
  differs: number;
  rejected: number;
  warnings: number;
  /** sources of this file that may be ones the ledger knows from elsewhere; a proposal, an editor decides */
  likelySame: LikelySamePair[];
  /** over HTTP: counted above and not spelled out, since whoever asked read too slowly */
  untold?: number;
}
export interface LikelySamePair {
  source: string;
  other: string;
  because: string;
}

/** What happens during an import, as it happens; also the lines that it answers with over HTTP and `--json`. */
export type ImportEvent =
  | { rejected: Problem }
  | { differs: Problem }
  | { warning: Problem }
  | { progress: Progress }
  | { report: ImportReport }
  /** nothing was written, and why; ends it, as `report` does */
  | { refused: { file: string; problems: readonly Problem[]; count: number } }
  /** the ledger stopped; what was acknowledged stays, and repeating the import completes it */
  | { failed: { message: string } };
export interface Progress {
  phase: 'checking' | 'writing';
  done: number;
  /** of an incident file: its things; of lines: bytes. Absent where unknown */
  total?: number;
}
export type Tell = (event: ImportEvent) => void;

export const noCounts = (): Counts => Object.fromEntries(countedKinds.map((kind) => [kind, 0])) as Counts;

/** Keeps count of what it tells. */
export class Tally {
  readonly added = noCounts();
  readonly known = noCounts();
  differs = 0;
  rejected = 0;
  warnings = 0;
  /** ids of new sources, to look for others of the same name; bounded */
  readonly newSources: string[] = [];

  constructor(private readonly tell: Tell) {}

  count(kind: CountedKind, added: boolean): void {
    (added ? this.added : this.known)[kind] += 1;
  }
  noteSource(id: string): void {
    if (this.newSources.length < 5_000) this.newSources.push(id);
  }
  differ(problem: Problem): void {
    this.differs += 1;
    this.tell({ differs: problem });
  }
  reject(problem: Problem): void {
    this.rejected += 1;
    this.tell({ rejected: problem });
  }
  warn(problem: Problem): void {
    this.warnings += 1;
    this.tell({ warning: problem });
  }
}
