import type { Exchange } from '../exchange.js';

/** What happened, in the order of the log; and that nothing was changed afterwards. */
export const record: Exchange[] = [
  {
    operation: 'listAudit',
    shows: 'the first two claims that were recorded',
    sends: { query: { type: 'ClaimRecorded', order: 'oldest', limit: '2' } },
    answers: 200,
  },
  {
    operation: 'getAuditEvent',
    shows: 'with its data',
    sends: (heard) => ({ path: { position: heard('listAudit', 'items.0.position') } }),
    answers: 200,
  },
  {
    operation: 'search',
    shows: 'by the beginning of a word',
    sends: { query: { q: 'carr', kinds: ['claim', 'incident'] } },
    answers: 200,
  },
  {
    operation: 'followEvents',
    shows: 'where it begins, and the first event after that',
    sends: { query: { after: '0', type: 'IncidentOpened' } },
    answers: 200,
  },
];

export const proofs: Exchange[] = [
  { operation: 'getCheckpoint', shows: 'origin, size, root and signature', answers: 200 },
  { operation: 'getLogKey', shows: 'one key', answers: 200 },
  {
    operation: 'getConsistency',
    shows: 'from 3 to 5 events',
    sends: { query: { from: '3', to: '5' } },
    answers: 200,
  },
  {
    operation: 'getTile',
    shows: 'the first three leaf hashes',
    sends: { path: { path: '0/000.p/3' } },
    answers: 200,
  },
  {
    operation: 'getClaimProof',
    shows: 'every event of a claim, with its path to the root',
    sends: { path: { claim: 'service-hurt' } },
    answers: 200,
  },
  {
    operation: 'getVerifier',
    shows: 'a module of the verifier',
    sends: { path: { module: 'malformed.js' } },
    answers: 200,
  },
];
