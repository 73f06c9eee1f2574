import type { Citation } from '../../domain/events.js';
import { bases, silenceKinds, stances, supersessionKinds, type Value } from '../../domain/value.js';
import type { FileCapture, FileClaim } from '../incident-file/types.js';
import type { CellFault } from './cells.js';
import { claimColumns, type Column } from './columns.js';
import type { Separator } from './head.js';
import { keyOfContent } from './keys.js';
import { readChain, readNamed } from './named.js';
import { mostParts, type Reading, present } from './reading.js';
import {
  captureIn,
  categoriesIn,
  documentIn,
  incidentIn,
  type Mention,
  questionIn,
  sourceMention,
  sourcesIn,
} from './row-things.js';
import { type Answerable, readValue } from './values.js';

/** What one row comes to: the things that it names, in an order in which they can be entered, and its claim. */
export interface RowPlan {
  mentions: Mention[];
  /** missing where something is wrong with the row: its faults say what */
  claim?: { body: FileClaim; capture?: FileCapture };
}

/** The question that a row answers, by its name in the file: what it takes decides how the value is read. */
export function questionOf(row: Reading): string | undefined {
  const incident = row.text('incident');
  const question = row.text('question');
  return incident === undefined || question === undefined ? undefined : `${incident}/${question}`;
}

/** What a question that this row introduces will take. */
export function answerableIn(row: Reading, question: Mention | undefined): Answerable | undefined {
  const type = question?.fields['type'] as Answerable['type'] | undefined;
  return type && { type, categories: categoriesIn(row) ?? [] };
}

/** @param known what the question takes, where it was introduced before */
export function planRow(row: Reading, known: Answerable | undefined, separator: Separator): RowPlan {
  const incident = needed(row, 'incident', row.key('incident'));
  const chain = chainIn(row);
  const question = row.key('question');
  const document = chain && documentIn(row, chain[0]!.key);
  const sources = chain && sourcesIn(row, chain);
  const about =
    incident !== undefined && question !== undefined ? questionIn(row, incident, question) : undefined;
  const answer = valueIn(row, known ?? answerableIn(row, about), separator);
  const capture = captureIn(row);
  const key = row.key('claim');
  const said = saidIn(row);
  if (incident === undefined || !document || !sources) return { mentions: [] };
  const mentions = [
    ...sources.mentions,
    ...(answer?.mention ? [answer.mention] : []),
    incidentIn(row, incident),
    ...(about ? [about] : []),
    document,
  ];
  // What a row introduces goes in though its claim is wrong: the rows after it rest on it.
  if (row.faults.length > 0) return { mentions: row.faults.every(isOfClaim) ? mentions : [] };
  const content = {
    incident,
    ...(question !== undefined && { question }),
    document: document.key,
    chain: sources.chain.map((source) => source.key),
    ...(sources.jointly.length > 0 && { jointly: sources.jointly.map((source) => source.key) }),
    ...(answer?.value && { value: answer.value }),
    ...said,
  };
  const body = { key: key ?? keyOfContent({ ...content, ...(capture && { copy: capture }) }), ...content };
  return { mentions, claim: { body, ...(capture && { capture }) } };
}

const isOfClaim = ({ column }: CellFault): boolean => column !== undefined && claimColumns.has(column);

function needed<Value>(row: Reading, column: Column, value: Value | undefined): Value | undefined {
  if (value === undefined && row.text(column) === undefined)
    row.fault(column, 'the cell is empty: fill it in');
  return value;
}

function chainIn(row: Reading): ReturnType<typeof readChain> | undefined {
  const text = row.text('chain');
  const chain = text === undefined ? [] : readChain(text);
  if (chain.length === 0)
    return row.fault(
      'chain',
      'the cell is empty: name who says it, from the publisher to the speaker, with > between them',
    );
  return chain.length > mostParts ? row.fault('chain', `a chain has at most ${mostParts} steps here`) : chain;
}

function valueIn(
  row: Reading,
  question: Answerable | undefined,
  separator: Separator,
): { value: Value; mention?: Mention } | undefined {
  const text = row.text('value');
  if (text === undefined) return undefined;
  if (row.text('question') === undefined) return row.fault('question', 'a value answers a question: name it');
  if (!question) return undefined; // the question is told as missing where it should be introduced
  const read = readValue(text, question, separator);
  if ('fault' in read) return row.fault('value', read.fault);
  const { value } = read;
  return 'source' in value ? { value, mention: sourceMention(row, readNamed(text), 'value') } : { value };
}

/** All of a claim but where it belongs, who says it and the value. */
function saidIn(row: Reading): Partial<FileClaim> {
  return present({
    silence: row.oneOf('silence', silenceKinds),
    response: responseIn(row),
    supersedes: supersedesIn(row),
    lineageRecorded: row.yesNo('lineage_recorded') === false ? false : undefined,
    inferred: row.yesNo('inferred') === true ? true : undefined,
    basis: row.oneOf('basis', bases),
    hedge: row.text('hedge'),
    citation: citationIn(row),
    occurredAt: row.edtf('occurred_at'),
    asOf: row.edtf('as_of'),
    assertedAt: row.edtf('asserted_at'),
    publishedAt: row.instant('published_at'),
    utterance: row.key('utterance'),
    note: row.text('note'),
  });
}

function responseIn(row: Reading): FileClaim['response'] {
  const stance = row.oneOf('stance', stances);
  const to = row.keys('responds_to');
  together(row, 'stance', 'responds_to');
  return stance && to ? { stance, to } : undefined;
}

function supersedesIn(row: Reading): FileClaim['supersedes'] {
  const claim = row.key('supersedes');
  const as = row.oneOf('supersedes_as', supersessionKinds);
  together(row, 'supersedes', 'supersedes_as');
  return claim !== undefined && as ? { claim, as } : undefined;
}

function citationIn(row: Reading): Citation | undefined {
  const translated = row.text('translation');
  const language = row.text('translation_language');
  together(row, 'translation', 'translation_language');
  together(row, 'quote_start', 'quote_end');
  const about = present({
    prefix: row.text('quote_prefix'),
    suffix: row.text('quote_suffix'),
    start: row.whole('quote_start'),
    end: row.whole('quote_end'),
    page: row.text('page'),
    time: row.checked('media_time', mediaTimeFault),
    translation:
      translated !== undefined && language !== undefined ? { text: translated, language } : undefined,
  });
  const exact = row.text('quote');
  if (exact !== undefined) return { exact, ...about };
  return Object.keys(about).length === 0
    ? undefined
    : row.fault('quote', 'the row says where a quote stands, and has none: fill it in');
}

const mediaTimeFault = (text: string): string | undefined =>
  /^\d+(\.\d+)?(,\d+(\.\d+)?)?$/.test(text) ? undefined : 'write seconds: 12.5, or from and to, 12.5,14';

/** Two cells of which each says nothing without the other. */
function together(row: Reading, one: Column, other: Column): void {
  if ((row.text(one) === undefined) === (row.text(other) === undefined)) return;
  const [filled, empty] = row.text(one) === undefined ? [other, one] : [one, other];
  row.fault(empty, `the cell is empty, and ${filled} is not: fill in both or neither`);
}
