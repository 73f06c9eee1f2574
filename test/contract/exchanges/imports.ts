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

export const imports: Exchange[] = [
  {
    operation: 'importFile',
    shows: 'a file, checked only',
    sends: { query: { dryRun: 'true' }, body: file },
    answers: 200,
  },
  { operation: 'importFile', shows: 'a file', sends: { body: file }, answers: 200 },
];
