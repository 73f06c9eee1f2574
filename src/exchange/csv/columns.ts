import { FileRefused } from '../problem.js';
import { shortened, shown } from './shown.js';

/**
 * The columns of a file of claims, in the order of the template, each with what its cells hold. docs/FORMATS.md has
 * them at length; a test holds the two together.
 */
export const columnMeanings = {
  namespace: 'names the things of this file apart from those of others: a key, the same in every row',
  claim: "the claim's key; where it is empty, one is made of what the row says",
  incident: 'key of the incident',
  incident_title: 'on first mention: its title',
  incident_occurred_at: 'on first mention: when it happened (EDTF)',
  incident_place: 'on first mention: where',
  question: "the question's key, unique in its incident",
  question_text: 'on first mention: the question in words',
  value_type: 'on first mention: count, quantity, yes-no, category, source, place, time or text',
  unit: 'on first mention: of what, as in rockets',
  cumulative: 'on first mention: yes where the figure may grow with time',
  multiple: 'on first mention: yes where different values stand beside one another',
  categories: 'on first mention, of a category question: rocket = Rocket; drone = Drone',
  value: 'at least 5; between 3 and 8; none; yes; a category, source, place, time or text',
  silence: 'not-addressed, no-comment, declined, unable-to-confirm or none-reported',
  stance: 'confirms, denies, doubts, corrects or retracts what responds_to names',
  responds_to: 'keys of claims that stand before this one, with ; between them',
  supersedes: 'key of the claim that this one expressly replaces',
  supersedes_as: 'update, correction or retraction',
  chain: 'from the publisher to the speaker: The agency (outlet) > An officer (unnamed)',
  jointly: 'who said it together with the last of the chain, with ; between them',
  speaker_member_of: 'on first mention of the last of the chain: the source it belongs to',
  speaker_speaks_for: 'on first mention of the last of the chain: the institution whose mouth it is',
  lineage_recorded: 'no where the text names nobody who could be the origin',
  inferred: 'yes where the arithmetic or inference is yours',
  basis: 'how the origin knows: witnessed, deduced, induced, told or unknown',
  hedge: 'how the speaker weakened it: reportedly, likely',
  document: "the document's key; where it is empty, one is made of its address",
  document_title: 'on first mention: its title',
  document_kind: 'on first mention: article, statement, post, broadcast, briefing, report and so on',
  document_url: 'its address',
  document_language: 'on first mention: BCP 47, as in en',
  document_published_at: 'on first mention: an instant with its zone, or a date',
  document_time_zone: 'on first mention: in which its dates are days, as in Asia/Baghdad',
  document_text: 'its text as captured; kept under its hash',
  captured_at: 'when it was captured',
  archived_at: 'address of an archived copy',
  quote: 'the words that the claim rests on, exactly',
  quote_prefix: 'the words before them',
  quote_suffix: 'the words after them',
  quote_start: 'where they begin in the captured text, in Unicode code points from 0',
  quote_end: 'where they end',
  page: 'on which page',
  media_time: 'in which seconds of a recording: 12.5,14',
  translation: 'the quote in another language',
  translation_language: 'which one',
  occurred_at: 'when what is claimed happened (EDTF)',
  as_of: 'of a cumulative question: the time for which the figure speaks (EDTF)',
  asserted_at: 'when the speaker said it (EDTF)',
  published_at: "where it differs from the document's: an instant with its zone, or a date",
  utterance: 'rows with the same key here are relays of one saying',
  note: 'what else is worth knowing',
} as const;
export type Column = keyof typeof columnMeanings;
export const columnNames = Object.keys(columnMeanings) as Column[];

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
