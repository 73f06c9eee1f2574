import { type Column, columnNames } from './columns.js';

/** A table of claims with every column, and a few rows that show how they are filled in. It can be imported as it is. */
export const csvTemplate = (): string =>
  `${[columnNames, ...examples.map((row) => columnNames.map((column) => row[column] ?? ''))]
    .map((cells) => cells.map(quoted).join(','))
    .join('\r\n')}\r\n`;

/** RFC 4180: a cell with a separator, a quotation mark or a line break in it stands in quotation marks. */
const quoted = (cell: string): string => (/[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const report = 'https://agency.example/2026/fire';
const examples: Partial<Record<Column, string>>[] = [
  {
    namespace: 'my-archive',
    claim: 'agency-hurt',
    incident: 'depot-fire',
    incident_title: 'Fire at the depot',
    incident_occurred_at: '2026-02-28',
    incident_place: 'Harbour',
    question: 'hurt',
    question_text: 'How many were hurt?',
    value_type: 'count',
    unit: 'people',
    cumulative: 'yes',
    value: 'at least 3',
    chain: 'The Agency (outlet) > A fire officer (unnamed)',
    document: 'agency-report',
    document_title: 'Three hurt in depot fire',
    document_kind: 'article',
    document_url: report,
    document_language: 'en',
    document_published_at: '2026-03-01T08:00Z',
    quote: 'at least three people were hurt, a fire officer said',
    asserted_at: '2026-03-01',
  },
  {
    namespace: 'my-archive',
    claim: 'agency-cause',
    incident: 'depot-fire',
    question: 'cause',
    question_text: 'What caused it?',
    value_type: 'category',
    categories: 'short-circuit = Short circuit; arson = Arson',
    value: 'Arson',
    hedge: 'likely',
    chain: 'The Agency > police = Harbour Police (organisation)',
    document: 'agency-report',
    quote: 'likely arson, police said',
  },
  {
    namespace: 'my-archive',
    claim: 'city-silent',
    incident: 'depot-fire',
    question: 'hurt',
    silence: 'no-comment',
    chain: 'The Agency > City Hall (organisation)',
    document: 'agency-report',
    quote: 'City Hall had no comment',
  },
  {
    namespace: 'my-archive',
    claim: 'police-deny',
    incident: 'depot-fire',
    stance: 'denies',
    responds_to: 'agency-cause',
    chain: 'police',
    document: 'police-statement',
    document_title: 'Statement on the depot fire',
    document_kind: 'statement',
    document_published_at: '2026-03-02',
    quote: 'We have not spoken of arson.',
  },
];
