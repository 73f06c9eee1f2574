import { FileRefused } from '../problem.js';
import { shortened, shown } from './shown.js';

/** Where the words stand, and when they were said: the end of every table. */
const quotedColumns = [
  'quote',
  'quote_prefix',
  'quote_suffix',
  'quote_start',
  'quote_end',
  'page',
  'media_time',
  'translation',
  'translation_language',
  'occurred_at',
  'as_of',
  'asserted_at',
  'published_at',
  'utterance',
  'note',
] as const;

/** The columns of a table of claims, in the order of the template; docs/FORMATS.md says what stands in each. */
export const columnNames = [
  'namespace',
  'claim',
  'incident',
  'incident_title',
  'incident_occurred_at',
  'incident_place',
  'question',
  'question_text',
  'value_type',
  'unit',
  'cumulative',
  'multiple',
  'categories',
  'value',
  'silence',
  'stance',
  'responds_to',
  'supersedes',
  'supersedes_as',
  'chain',
  'jointly',
  'speaker_member_of',
  'speaker_speaks_for',
  'lineage_recorded',
  'inferred',
  'basis',
  'hedge',
  'document',
  'document_title',
  'document_kind',
  'document_url',
  'document_language',
  'document_published_at',
  'document_time_zone',
  'document_text',
  'captured_at',
  'archived_at',
  ...quotedColumns,
] as const;
export type Column = (typeof columnNames)[number];

/** What a row says of its claim alone, and of nothing that other rows rest on. */
export const claimColumns: ReadonlySet<string> = new Set<Column>([
  'claim',
  'value',
  'silence',
  'stance',
  'responds_to',
  'supersedes',
  'supersedes_as',
  'lineage_recorded',
  'inferred',
  'basis',
  'hedge',
  ...quotedColumns,
]);

/** The columns of one file: for each place in a row what stands there; undefined: nothing that is read. */
export interface Columns {
  places: readonly (Column | undefined)[];
  /** the headings as they stand in the file, for messages */
  headings: readonly string[];
  has(column: Column): boolean;
}

/** `Asserted at`, `asserted-at` and `assertedAt` are one heading. */
const plain = (heading: string): string => heading.toLowerCase().replaceAll(/[\s_-]+/g, '');
const byHeading = new Map(columnNames.map((name) => [plain(name), name]));

/**
 * @param headings the cells of the first row
 * @throws FileRefused a heading is unknown or stands twice, or a column is missing without which no row says anything
 */
export function readColumns(name: string, headings: readonly string[]): Columns {
  const problems: { row: number; column?: string; message: string }[] = [];
  const seen = new Set<Column>();
  const places = headings.map((heading) => {
    if (isPassedOver(heading)) return undefined;
    const column = byHeading.get(plain(heading));
    if (column === undefined) {
      problems.push({ row: 1, column: shortened(heading), message: unknownColumn(heading) });
    } else if (seen.has(column)) {
      problems.push({ row: 1, column, message: 'the column stands twice: keep one of them' });
    } else {
      seen.add(column);
    }
    return column;
  });
  for (const message of missing(seen)) problems.push({ row: 1, message });
  if (problems.length > 0) throw new FileRefused(name, problems.slice(0, 50), problems.length);
  return { places, headings, has: (column) => seen.has(column) };
}

/** A column of the newsroom's own, and what spreadsheets leave to the right of the last one. */
const isPassedOver = (heading: string): boolean => heading.trim() === '' || heading.trim().startsWith('#');

function unknownColumn(heading: string): string {
  const meant = nearest(plain(heading));
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `there is no column ${shown(heading)}.${guess} Mend its spelling, or put # before it and it is passed over`;
}

/** What makes a row a claim: where it belongs, who says it through whom, where it stands, and what. */
function missing(seen: ReadonlySet<Column>): string[] {
  const needed: [string, Column[]][] = [
    ['incident', ['incident']],
    ['chain', ['chain']],
    ['document, or document_url', ['document', 'document_url']],
    ['value, silence or stance', ['value', 'silence', 'stance']],
  ];
  return needed
    .filter(([, any]) => !any.some((column) => seen.has(column)))
    .map(
      ([what]) =>
        `the column ${what} is missing: add it (incident-ledger import --template shows all of them)`,
    );
}

/** The column of which a heading is a slip of the pen, or a part. */
function nearest(heading: string): Column | undefined {
  if (heading.length < 3 || heading.length > 40) return undefined;
  const distances = columnNames.map((name) => ({ name, distance: editDistance(plain(name), heading) }));
  const closest = distances.reduce((best, other) => (other.distance < best.distance ? other : best));
  if (closest.distance <= 2) return closest.name;
  return columnNames.find((name) => plain(name).includes(heading) || heading.includes(plain(name)));
}

/** Letters to put in, take out or exchange (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const below = [i];
    for (let j = 1; j <= b.length; j += 1)
      below.push(Math.min(row[j]! + 1, below[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = below;
  }
  return row[b.length]!;
}
