import type { Exchange } from '../exchange.js';

export const start: Exchange[] = [
  { operation: 'start', shows: 'where to go on', answers: 200 },
  { operation: 'live', shows: 'the process answers', answers: 200 },
  { operation: 'ready', shows: 'the views follow the log', answers: 200 },
  { operation: 'metrics', shows: 'what Prometheus is told', answers: 200, byChance: true },
  { operation: 'getSession', shows: 'nobody in particular asks', as: 'nobody', answers: 200 },
  { operation: 'getSession', shows: 'somebody with a key', answers: 200 },
];
