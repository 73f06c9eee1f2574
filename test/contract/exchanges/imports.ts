import type { Exchange } from '../exchange.js';

const file = {
  format: 'incident-ledger/incident-file@1',
  namespace: 'harbour',
  title: 'A fire in the harbour',
  sources: [{ key: 'harbour-gazette', name: 'Harbour Gazette', kind: 'outlet' }],
  documents: [{ key: 'report', publisher: 'harbour-gazette', title: 'Smoke over the quay', kind: 'article' }],
  incidents: [
    {
      key: 'quay',
      title: 'Fire on the quay',
      questions: [{ key: 'boats', ask: 'How many boats burned?', type: 'count' }],
    },
  ],
  claims: [
    {
      key: 'c1',
      incident: 'quay',
      question: 'boats',
      value: { kind: 'vague', literal: 'dozens' },
      document: 'report',
      chain: ['harbour-gazette'],
      citation: { exact: 'dozens of boats' },
    },
  ],
};

const lines = [
  { format: 'incident-ledger/incident-lines@1', namespace: 'harbour' },
  { source: { key: 'coast-guard', name: 'Coast Guard', kind: 'organisation' } },
  { source: { key: 'nobody', name: 'Nobody', kind: 'ghost' } },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

const table =
  'incident,question,value,chain,document,quote\r\n' +
  'quay,boats,at least 30,Harbour Gazette > coast-guard,report,"thirty or more, the coast guard said"\r\n' +
  'quay,boats,"3,5",Harbour Gazette > coast-guard,report,\r\n';

export const imports: Exchange[] = [
  {
    operation: 'importFile',
    shows: 'a file, checked only',
    sends: { query: { dryRun: 'true' }, body: file },
    answers: 200,
  },
  { operation: 'importFile', shows: 'a file', sends: { body: file }, answers: 200 },
  {
    operation: 'importFile',
    shows: 'lines, one of which is wrong',
    sends: { body: lines, mediaType: 'application/x-ndjson' },
    answers: 200,
  },
  {
    operation: 'importFile',
    shows: 'a table of claims, one of which is wrong',
    sends: { query: { namespace: 'harbour' }, body: table, mediaType: 'text/csv' },
    answers: 200,
  },
  { operation: 'importTemplate', shows: 'a table to fill in', answers: 200 },
];
