import { LogFailed, LogUnavailable } from '../../../src/log/errors.js';
import type { Exchange, StrayExchange } from '../exchange.js';
import {
  answeredBefore,
  appendsFail,
  atWork,
  guesses,
  sameKeyElsewhere,
  serverStops,
  viewsBreak,
} from './mishaps.js';

const opened = (key: string, title = 'A fire') => ({ body: { key, title } });
const claim = {
  key: 'odd',
  incident: 'depot',
  question: 'hurt',
  document: 'gazette-1',
  chain: ['gazette', 'worker'],
  value: { kind: 'exact', n: 2.5 },
  citation: { exact: 'two and a half' },
};

const graded = {
  path: { claim: 'worker-hurt' },
  body: { credibility: '4', reason: 'the worker was not there' },
};
const courier = (key: string) => ({ body: { key, name: 'The Courier', kind: 'outlet' } });

/** One of every kind of problem; the last exchanges of all, since some shut the door. */
export const problems: (Exchange | StrayExchange)[] = [
  {
    operation: 'openIncident',
    shows: 'a key twice',
    sends: { body: '{"key": "depot", "key": "quay", "title": "A fire"}', mediaType: 'application/json' },
    answers: 'malformed-json',
  },
  {
    operation: 'openIncident',
    shows: 'a field that is none, and one that is missing',
    sends: { body: { key: 'Depot', colour: 'red' } },
    answers: 'invalid-request',
  },
  { request: { url: '/v1/nothing' }, answers: 'unknown-route' },
  {
    operation: 'getIncident',
    shows: 'none',
    sends: { path: { incident: 'nowhere' } },
    answers: 'unknown-thing',
  },
  {
    operation: 'registerDocument',
    shows: 'no such publisher',
    sends: { body: { key: 'page', publisher: 'nobody', title: 'A page', kind: 'article' } },
    answers: 'unknown-reference',
  },
  { request: { method: 'DELETE', url: '/v1/incidents/depot' }, answers: 'method-not-allowed' },
  {
    operation: 'getSource',
    shows: 'a key that two have',
    sends: { path: { source: 'fire-service' } },
    meanwhile: sameKeyElsewhere,
    answers: 'ambiguous-name',
  },
  {
    operation: 'openIncident',
    shows: 'other content',
    sends: opened('depot', 'A flood'),
    answers: 'conflict',
  },
  {
    operation: 'assessClaim',
    shows: 'no word of what was seen',
    sends: graded,
    bare: true,
    answers: 'precondition-required',
  },
  {
    operation: 'assessClaim',
    shows: 'what was seen is long past',
    sends: { ...graded, headers: { 'If-Match': '"0"' } },
    answers: 'precondition-failed',
  },
  {
    operation: 'registerSource',
    shows: 'another request under the same name',
    sends: { ...courier('late'), headers: { 'Idempotency-Key': 'a8098c1a' } },
    meanwhile: answeredBefore('a8098c1a'),
    answers: 'idempotency-key-reused',
  },
  {
    operation: 'registerSource',
    shows: 'the first one is at work still',
    sends: { ...courier('slow'), headers: { 'Idempotency-Key': 'f86e0bf9' } },
    meanwhile: atWork('slow', 'f86e0bf9'),
    answers: 'request-running',
  },
  {
    operation: 'openIncident',
    shows: 'a megabyte',
    sends: opened('large', 'x'.repeat(1_000_000)),
    answers: 'too-large',
  },
  {
    operation: 'openIncident',
    shows: 'another media type',
    sends: { body: '<incident/>', mediaType: 'text/xml' },
    answers: 'unsupported-media-type',
  },
  {
    request: { url: '/v1', headers: { host: 'ledger.attacker.example' } },
    answers: 'wrong-host',
  },
  {
    operation: 'openIncident',
    shows: 'no key',
    as: 'nobody',
    sends: opened('mine'),
    answers: 'not-signed-in',
  },
  { operation: 'openIncident', shows: 'a reader', as: 'reader', sends: opened('mine'), answers: 'forbidden' },
  {
    operation: 'openIncident',
    shows: "another site's page",
    sends: { ...opened('mine'), headers: { Origin: 'https://attacker.example' } },
    answers: 'foreign-origin',
  },
  { operation: 'recordClaim', shows: 'a broken count', sends: { body: claim }, answers: 'refused' },
  {
    operation: 'openIncident',
    shows: 'no space left',
    sends: opened('late'),
    meanwhile: appendsFail(new LogUnavailable('no space left on the disk', 'full')),
    answers: 'storage-full',
  },
  {
    operation: 'openIncident',
    shows: 'the log does not answer',
    sends: opened('late'),
    meanwhile: appendsFail(new LogUnavailable('the log does not answer')),
    answers: 'unavailable',
  },
  {
    operation: 'openIncident',
    shows: 'the disk reported an error',
    sends: opened('late'),
    meanwhile: appendsFail(new LogFailed('the disk reported an error')),
    answers: 'stopped',
  },
  { request: { url: '/v1' }, meanwhile: serverStops, answers: 'stopping' },
  { operation: 'ready', shows: 'a mistake of ours', meanwhile: viewsBreak, answers: 'internal' },
  {
    request: { url: '/v1', headers: { authorization: 'Bearer a-guess' } },
    meanwhile: guesses,
    answers: 'too-many-requests',
  },
];
