import { compareHigh, compareLow } from '../interval.js';
import type { SilenceKind, Stance, Value } from '../value.js';
import type { Analysis, QuestionAnalysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import { excludedValues } from './excluding.js';
import { keyOf, sameKeyOf, type Extent } from './extent.js';
import { push } from './origins.js';
import { noOriginOf, partOf, type ClaimPart, type NoOrigin } from './parts.js';
import type { Saying, VisibleClaim } from './sayings.js';

/** Who says what on one question: a speaker a row, a value or a kind of silence a column, conflicts first. */
export interface Matrix {
  /** those in dispute first, then by value (numbers, times) or as they were first said; silences last */
  columns: MatrixColumn[];
  /** those in dispute first, then as they first spoke; those without an origin last */
  rows: MatrixRow[];
}
export interface MatrixColumn {
  /** the ways to say this one value, each once; empty for a silence */
  said: Value[];
  silence: SilenceKind | null;
  /** places in the view's accounts of the claims that stand in it */
  accounts: number[];
  /**
   * a claim of it that counts and another that counts exclude each other, it is denied (R9), or it is among those that
   * contradict one another across questions (R8)
   */
  disputed: boolean;
}
export interface MatrixRow {
  /** the sources that are its origin, joint speakers together; empty where there is none */
  speaker: string[];
  /** why there is no origin (R3) */
  noOrigin: NoOrigin | null;
  disputed: boolean;
  /** only those in which something stands */
  cells: { column: number; claims: MatrixClaim[] }[];
}
/** In R1's order in its cell; a response stands in the columns of what it speaks of. */
export interface MatrixClaim {
  claim: string;
  part: ClaimPart;
  stance: Stance | null;
}

interface Column extends MatrixColumn {
  extent: Extent | null;
  keys: Set<string>;
}
interface Entry {
  by: VisibleClaim;
  origin: readonly string[];
  column: string;
  claim: MatrixClaim;
}

export function matrixOf(analysis: Analysis, question: QuestionDossier): Matrix {
  const now = analysis.question(question);
  const columns = columnsOf(analysis, question, now);
  const entries = entriesOf(analysis, question, now);
  const order = orderOf(columns, question);
  const placeOf = new Map(order.map((key, place) => [key, place]));
  const rows = new Map<string, { row: MatrixRow; cells: Map<number, MatrixClaim[]>; first: number }>();
  for (const { by, origin, column, claim } of entries) {
    const noOrigin = origin.length === 0 ? noOriginOf(analysis, by) : null;
    const key = noOrigin ?? `\n${origin.join('\n')}`;
    let row = rows.get(key);
    if (!row) {
      row = {
        row: { speaker: [...origin], noOrigin, disputed: false, cells: [] },
        cells: new Map(),
        first: by.order,
      };
      rows.set(key, row);
    }
    row.first = Math.min(row.first, by.order);
    row.row.disputed ||= isInDispute(analysis, columns.get(column)!, claim, origin);
    push(row.cells, placeOf.get(column)!, claim);
  }
  const told = [...rows.values()].sort(
    (a, b) =>
      Number(b.row.disputed) - Number(a.row.disputed) ||
      Number(a.row.noOrigin !== null) - Number(b.row.noOrigin !== null) ||
      a.first - b.first,
  );
  return {
    columns: order.map((key) => {
      const { said, silence, accounts, disputed } = columns.get(key)!;
      return { said, silence, accounts, disputed };
    }),
    rows: told.map(({ row, cells }) => ({
      ...row,
      cells: [...cells].sort(([a], [b]) => a - b).map(([column, claims]) => ({ column, claims })),
    })),
  };
}

const silentColumn = (kind: SilenceKind): string => `silence ${kind}`;
const valueColumn = (saying: Saying): string => `value ${sameKeyOf(saying.extent)}`;

/** In the order in which they were first said. */
function columnsOf(
  analysis: Analysis,
  question: QuestionDossier,
  now: QuestionAnalysis,
): Map<string, Column> {
  const isOne = (a: Saying, b: Saying): boolean => analysis.standings.utterances.isOne(a, b, question);
  const excluded = excludedValues(analysis.casebook.comparison(question), now.counting, isOne);
  const violating = new Set(now.violations.flatMap(({ claims }) => claims));
  const counts = new Set(now.counting);
  const columns = new Map<string, Column>();
  for (const saying of now.sayings) {
    const key = valueColumn(saying);
    const column = columns.get(key) ?? columnFor(null, saying.extent);
    columns.set(key, column);
    const words = JSON.stringify(saying.value);
    if (!column.keys.has(words)) {
      column.keys.add(words);
      column.said.push(saying.value);
    }
    column.disputed ||=
      counts.has(saying) &&
      (excluded.has(keyOf(saying.extent)) ||
        violating.has(saying) ||
        analysis.denials(saying).some((word) => analysis.contests(word)));
  }
  now.accounts.forEach((account, place) => {
    for (const key of new Set(account.sayings.map(valueColumn))) columns.get(key)!.accounts.push(place);
  });
  for (const { claim } of now.silences) {
    const kind = claim.claim.silence!;
    if (!columns.has(silentColumn(kind))) columns.set(silentColumn(kind), columnFor(kind, null));
  }
  return columns;
}

const columnFor = (silence: SilenceKind | null, extent: Extent | null): Column => ({
  said: [],
  silence,
  accounts: [],
  disputed: false,
  extent,
  keys: new Set(),
});

function orderOf(columns: ReadonlyMap<string, Column>, question: QuestionDossier): string[] {
  const sorted = ['count', 'quantity', 'time'].includes(question.type);
  return [...columns.entries()]
    .sort(
      ([, a], [, b]) =>
        Number(a.silence !== null) - Number(b.silence !== null) ||
        Number(b.disputed) - Number(a.disputed) ||
        (sorted && a.extent?.kind === 'interval' && b.extent?.kind === 'interval'
          ? compareLow(a.extent.plain, b.extent.plain) || compareHigh(a.extent.plain, b.extent.plain)
          : 0),
    )
    .map(([key]) => key);
}

function entriesOf(analysis: Analysis, question: QuestionDossier, now: QuestionAnalysis): Entry[] {
  const values = now.sayings.map((saying): Entry => ({
    by: saying.claim,
    origin: saying.origin,
    column: valueColumn(saying),
    claim: { claim: saying.name, part: partOf(now, saying), stance: confirms(saying.claim) },
  }));
  const silences = now.silences.map(({ claim, end }): Entry => ({
    by: claim,
    origin: analysis.sayings.originOf(claim),
    column: silentColumn(claim.claim.silence!),
    claim: { claim: claim.name, part: end ? 'ended' : 'silence', stance: null },
  }));
  const given = new Map(now.sayings.map((saying) => [saying.name, valueColumn(saying)]));
  const responses = analysis.sayings.respondingOn(question.name).flatMap((claim): Entry[] => {
    const { stance, to } = claim.claim.response!;
    if (stance === 'confirms') return [];
    const part = analysis.standings.endByWord(claim.name) ? 'ended' : 'response';
    const spokenOf = new Set(to.flatMap((target) => given.get(target) ?? []));
    return [...spokenOf].map((column) => ({
      by: claim,
      origin: analysis.sayings.originOf(claim),
      column,
      claim: { claim: claim.name, part, stance },
    }));
  });
  return [...values, ...silences, ...responses].sort((a, b) => a.by.order - b.by.order);
}

const confirms = ({ claim }: VisibleClaim): Stance | null =>
  claim.response?.stance === 'confirms' && !claim.value ? 'confirms' : null;

function isInDispute(
  analysis: Analysis,
  column: Column,
  { claim, part, stance }: MatrixClaim,
  origin: readonly string[],
): boolean {
  if (!column.disputed || origin.length === 0) return false;
  if (part === 'counting') return true;
  return (
    part === 'response' &&
    stance !== 'doubts' &&
    analysis.words.by(claim).some((word) => word.effect === 'denies' && analysis.words.inEffect(word))
  );
}
