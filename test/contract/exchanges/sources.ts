import type { Exchange } from '../exchange.js';

const gazette = { key: 'gazette', name: 'The Gazette', kind: 'outlet', aliases: ['Gazette'] };

/** Who speaks of the fire at the depot, and what is said of them. */
export const sources: Exchange[] = [
  { operation: 'registerSource', shows: 'an outlet', sends: { body: gazette }, answers: 201 },
  { operation: 'registerSource', shows: 'the same once more', sends: { body: gazette }, answers: 200 },
  {
    operation: 'registerSource',
    shows: 'an institution',
    sends: {
      body: {
        key: 'fire-service',
        name: 'Fire and Rescue Service',
        kind: 'organisation',
        sameAs: ['wikidata:Q6498663'],
      },
    },
    answers: 201,
  },
  {
    operation: 'registerSource',
    shows: 'its spokeswoman',
    sends: {
      body: { key: 'spokeswoman', name: 'A. Petersen', kind: 'person', speaksFor: 'fire-service' },
    },
    answers: 201,
  },
  {
    operation: 'registerSource',
    shows: 'somebody unnamed, as known to one relay',
    sends: {
      body: { key: 'worker', name: 'A worker, to the Gazette', kind: 'unnamed', knownTo: 'gazette' },
    },
    answers: 201,
  },
  {
    operation: 'registerSource',
    shows: 'a name that looks familiar',
    sends: { body: { key: 'the-gazette', name: 'Gazette', kind: 'outlet' } },
    answers: 201,
  },
  {
    operation: 'describeSource',
    shows: 'described anew, whole',
    sends: {
      path: { source: 'gazette' },
      body: {
        name: 'The Gazette',
        kind: 'outlet',
        aliases: ['Gazette', 'gazette.example'],
        reason: 'its address',
      },
    },
    answers: 200,
  },
  {
    operation: 'assessSource',
    shows: 'usually reliable',
    sends: {
      path: { source: 'gazette' },
      body: { reliability: 'B', reason: 'usually right on local matters' },
    },
    answers: 200,
  },
  {
    operation: 'listLikelySameSources',
    shows: 'pairs that share a name',
    sends: { query: { limit: '10' } },
    answers: 200,
  },
  {
    operation: 'markSourcesSame',
    shows: 'two names, one source',
    sends: {
      path: { source: 'gazette' },
      body: { other: 'the-gazette', reason: 'the same masthead and address' },
    },
    answers: 200,
  },
  {
    operation: 'markSourcesDistinct',
    shows: 'they are two after all',
    sends: {
      path: { source: 'gazette' },
      body: { other: 'the-gazette', reason: 'one of them is a weekly from another town' },
    },
    answers: 200,
  },
  {
    operation: 'assertIndependence',
    shows: 'neither has it from the other',
    sends: {
      path: { source: 'worker' },
      body: { other: 'spokeswoman', reason: 'the worker left before she spoke' },
    },
    answers: 200,
  },
  {
    operation: 'listSources',
    shows: 'outlets, two at a time',
    sends: { query: { kind: 'outlet', limit: '2' } },
    answers: 200,
  },
  {
    operation: 'getSource',
    shows: 'with what it is the same as, and its grade',
    sends: { path: { source: 'gazette' } },
    answers: 200,
  },
  {
    operation: 'getSource',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { source: 'gazette' },
      headers: { 'If-None-Match': heard.tag('getSource') },
    }),
    answers: 304,
  },
];
