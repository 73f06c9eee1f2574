import type { Exchange } from '../exchange.js';

/** What waits for an editor while the figures on those hurt stand against each other. */
export const queue: Exchange[] = [
  {
    operation: 'listQueue',
    shows: 'what waits in one incident',
    sends: { query: { incident: 'depot', limit: '10' } },
    answers: 200,
  },
  {
    operation: 'countNeeds',
    shows: 'how much waits in it',
    sends: { path: { incident: 'depot' } },
    answers: 200,
  },
];
