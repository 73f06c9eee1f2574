import { documentKinds } from '../../domain/events.js';
import { questionTypes } from '../../domain/value.js';
import type { FileCapture, FileQuestion } from '../incident-file/types.js';
import { keyOfAddress } from './keys.js';
import { type Named, partsOf, readLabelled, readNamed } from './named.js';
import { mostParts, present, type Reading } from './reading.js';
import type { Column } from './columns.js';

/**
 * A thing as a row names it. Its first mention says what it is, the others name it only; where they say something
 * again, it must be the same.
 */
export interface Mention {
  kind: 'source' | 'incident' | 'question' | 'document';
  /** of a question: `incident/question` */
  key: string;
  /** what the row says of it, under the names that it has in an incident file */
  fields: Readonly<Record<string, unknown>>;
  /** what comes with its name: a row may say it of a thing that was introduced elsewhere */
  besides: Readonly<Record<string, unknown>>;
  /** the cells without which it cannot be entered, and whether they are filled in */
  needs: readonly (readonly [column: Column, filled: boolean])[];
  /** where to look when something is wrong with it */
  column: Column;
}

export function incidentIn(row: Reading, key: string): Mention {
  const fields = present({
    title: row.text('incident_title'),
    occurredAt: row.edtf('incident_occurred_at'),
    place: row.text('incident_place'),
  });
  const needs = [['incident_title', fields.title !== undefined]] as const;
  return { kind: 'incident', key, fields, besides: {}, needs, column: 'incident' };
}

export function questionIn(row: Reading, incident: string, key: string): Mention {
  const fields = present({
    ask: row.text('question_text'),
    type: row.oneOf('value_type', questionTypes),
    unit: row.text('unit'),
    cumulative: row.yesNo('cumulative'),
    multiple: row.yesNo('multiple'),
    categories: categoriesIn(row),
  });
  const needs = [
    ['question_text', fields.ask !== undefined],
    ['value_type', fields.type !== undefined],
  ] as const;
  return { kind: 'question', key: `${incident}/${key}`, fields, besides: {}, needs, column: 'question' };
}

const mostCategories = 500;

export function categoriesIn(row: Reading): FileQuestion['categories'] {
  const text = row.text('categories');
  const parts = text === undefined ? undefined : partsOf(text, ';');
  if (parts && parts.length > mostCategories)
    return row.fault('categories', `a question has at most ${mostCategories} categories here`);
  return parts?.map(readLabelled);
}

/** @param publisher the first of the chain: where it is missing, so is the document */
export function documentIn(row: Reading, publisher: string): Mention | undefined {
  const url = row.text('document_url');
  const key = row.key('document') ?? (url === undefined ? undefined : keyOfAddress(url));
  if (key === undefined) {
    if (row.text('document') !== undefined) return undefined;
    return row.fault(
      'document',
      'the cell is empty: name the document where it stands, by a key or by its document_url',
    );
  }
  const fields = present({
    title: row.text('document_title'),
    kind: row.oneOf('document_kind', documentKinds),
    language: row.text('document_language'),
    publishedAt: row.instant('document_published_at'),
    timeZone: row.text('document_time_zone'),
  });
  const needs = [
    ['document_title', fields.title !== undefined],
    ['document_kind', fields.kind !== undefined],
  ] as const;
  const column = row.text('document') === undefined ? 'document_url' : 'document';
  return { kind: 'document', key, fields, besides: present({ publisher, url }), needs, column };
}

/** The copy of the document in which the quote stands, where the row has one. */
export function captureIn(row: Reading): FileCapture | undefined {
  const capture = present({
    text: row.text('document_text'),
    capturedAt: row.instant('captured_at'),
    archivedAt: row.text('archived_at'),
  });
  return Object.keys(capture).length === 0 ? undefined : capture;
}

/** The sources that a row names, in an order in which they can be entered. */
export interface Sources {
  chain: Named[];
  jointly: Named[];
  mentions: Mention[];
}

export function sourcesIn(row: Reading, chain: Named[]): Sources {
  const relay = chain.at(-2)?.key;
  const jointly = partsOf(row.text('jointly') ?? '', ';').map((part) => readNamed(part, relay));
  if (jointly.length > mostParts) row.fault('jointly', `the cell names more than ${mostParts} sources`);
  const above = present({
    memberOf: namedIn(row, 'speaker_member_of'),
    speaksFor: namedIn(row, 'speaker_speaks_for'),
  });
  const ties = { ...present({ memberOf: above.memberOf?.key, speaksFor: above.speaksFor?.key }) };
  const mentions = [
    ...(above.memberOf ? [sourceMention(row, above.memberOf, 'speaker_member_of')] : []),
    ...(above.speaksFor ? [sourceMention(row, above.speaksFor, 'speaker_speaks_for')] : []),
    ...chain.map((named, place) =>
      sourceMention(row, named, 'chain', place === chain.length - 1 ? ties : {}),
    ),
    ...jointly.slice(0, mostParts).map((named) => sourceMention(row, named, 'jointly')),
  ];
  return { chain, jointly, mentions: mentions.toSorted((a, b) => turn(a) - turn(b)) };
}

/** First what stands by itself, then what was introduced elsewhere, last what rests on another source. */
function turn({ fields, needs }: Mention): number {
  if ('knownTo' in fields || 'memberOf' in fields || 'speaksFor' in fields) return 2;
  return needs.every(([, filled]) => filled) ? 0 : 1;
}

function namedIn(row: Reading, column: Column): Named | undefined {
  const text = row.text(column);
  return text === undefined ? undefined : readNamed(text);
}

export function sourceMention(row: Reading, named: Named, column: Column, ties: object = {}): Mention {
  const { key, name, kind, knownTo, hasOwnKey } = named;
  if (kind === 'unnamed' && knownTo === undefined && !hasOwnKey)
    row.fault(
      column,
      `an unnamed speaker is known to a relay: put that relay before it, as in The agency > ${name} (unnamed)`,
    );
  const said = present({ kind, knownTo, name: hasOwnKey ? name : undefined });
  const fields = { ...(kind && said), ...ties };
  return { kind: 'source', key, fields, besides: { name }, needs: [[column, kind !== undefined]], column };
}
