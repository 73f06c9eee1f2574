import type { Problem } from '../problem.js';
import type { Column } from './columns.js';
import type { Mention } from './row-things.js';

export interface PlaceInFile {
  path: string;
}

/** Where a thing of a row stands, as a path that leads back to its column. */
export const mentionPath = ({ kind, column }: Mention): string =>
  kind === 'question' ? '/incident/questions/0' : kind === 'source' ? `/source:${column}` : `/${kind}`;

/** The cell of which something under a path was made: the longest beginning decides. */
const columnAt: Readonly<Record<string, Column>> = {
  '/claim': 'claim',
  '/claim/incident': 'incident',
  '/claim/question': 'question',
  '/claim/document': 'document',
  '/claim/capture': 'document_text',
  '/claim/chain': 'chain',
  '/claim/jointly': 'jointly',
  '/claim/lineageRecorded': 'lineage_recorded',
  '/claim/inferred': 'inferred',
  '/claim/basis': 'basis',
  '/claim/hedge': 'hedge',
  '/claim/value': 'value',
  '/claim/silence': 'silence',
  '/claim/response': 'stance',
  '/claim/response/to': 'responds_to',
  '/claim/supersedes': 'supersedes',
  '/claim/supersedes/as': 'supersedes_as',
  '/claim/citation': 'quote',
  '/claim/citation/prefix': 'quote_prefix',
  '/claim/citation/suffix': 'quote_suffix',
  '/claim/citation/start': 'quote_start',
  '/claim/citation/end': 'quote_end',
  '/claim/citation/page': 'page',
  '/claim/citation/time': 'media_time',
  '/claim/citation/translation': 'translation',
  '/claim/occurredAt': 'occurred_at',
  '/claim/asOf': 'as_of',
  '/claim/assertedAt': 'asserted_at',
  '/claim/publishedAt': 'published_at',
  '/claim/utterance': 'utterance',
  '/claim/note': 'note',
  '/incident': 'incident',
  '/incident/title': 'incident_title',
  '/incident/occurredAt': 'incident_occurred_at',
  '/incident/place': 'incident_place',
  '/incident/questions/0': 'question',
  '/incident/questions/0/ask': 'question_text',
  '/incident/questions/0/type': 'value_type',
  '/incident/questions/0/valueType': 'value_type',
  '/incident/questions/0/unit': 'unit',
  '/incident/questions/0/cumulative': 'cumulative',
  '/incident/questions/0/multiple': 'multiple',
  '/incident/questions/0/categories': 'categories',
  '/document': 'document',
  '/document/title': 'document_title',
  '/document/kind': 'document_kind',
  '/document/publisher': 'chain',
  '/document/url': 'document_url',
  '/document/language': 'document_language',
  '/document/publishedAt': 'document_published_at',
  '/document/timeZone': 'document_time_zone',
  '/capture': 'document_text',
  '/capture/capturedAt': 'captured_at',
  '/capture/archivedAt': 'archived_at',
};

/** A problem of the rules of entry, or one of a cell, as something about a row and a column. */
export function inTable(
  { path, ...problem }: Problem,
  { row, line }: { row: number; line: number },
): Problem {
  const column = path === undefined || path === '' ? undefined : columnOf(path);
  return { row, ...(line !== row && { line }), ...(column !== undefined && { column }), ...problem };
}

function columnOf(path: string): string | undefined {
  if (!path.startsWith('/')) return path;
  if (path.startsWith('/source:')) return columnOfSource(path);
  for (let part = path; part !== ''; part = part.slice(0, part.lastIndexOf('/')))
    if (Object.hasOwn(columnAt, part)) return columnAt[part];
  return undefined;
}

function columnOfSource(path: string): string {
  const [, column, field] = /^\/source:([a-z_]+)(?:\/(\w+))?/.exec(path)!;
  if (field === 'memberOf') return 'speaker_member_of';
  return field === 'speaksFor' ? 'speaker_speaks_for' : column!;
}
