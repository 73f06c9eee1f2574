import type { Exchange, Sent } from '../exchange.js';

const hurt = { incident: 'depot', question: 'hurt' };

/** An operation, and the same once more while nothing has changed. */
const twice = (operation: string, shows: string, sends: Sent): Exchange[] => [
  { operation, shows, sends, answers: 200 },
  {
    operation,
    shows: 'nothing has changed since',
    sends: (heard) => ({ ...sends, headers: { 'If-None-Match': heard.tag(operation) } }),
    answers: 304,
  },
];

/** What a fact-checker asks of the figures on those hurt. */
export const factChecking: Exchange[] = [
  ...twice('questionMatrix', 'who says how many', { path: hurt }),
  ...twice('questionIndependence', 'whose figures these are', { path: hurt }),
  ...twice('explainQuestion', 'by every policy', { path: hurt, query: { publicAt: '2026-03-02' } }),
  ...twice('claimProvenance', 'from the page to who said it', { path: { claim: 'worker-hurt' } }),
  ...twice('diffIncident', 'what came out in two days', {
    path: { incident: 'depot' },
    query: { clock: 'publicAt', from: '2026-02-28', to: '2026-03-02' },
  }),
  ...twice('sourceRecord', 'of what the fire service says', { path: { source: 'fire-service' } }),
  {
    operation: 'sourceRecordClaims',
    shows: 'what was replaced, and by what',
    sends: { path: { source: 'fire-service' }, query: { what: 'contradicted' } },
    answers: 200,
  },
];
