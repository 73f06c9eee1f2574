import type { Exchange } from '../exchange.js';

const claim = (key: string, more: object) => ({
  key,
  incident: 'depot',
  question: 'hurt',
  document: 'gazette-1',
  chain: ['gazette', 'worker'],
  ...more,
});
const atLeastThree = claim('worker-hurt', {
  value: { kind: 'at-least', n: 3 },
  citation: { exact: 'at least three were carried out', start: 19, end: 50 },
  capture: 0,
  assertedAt: '2026-03-01',
});

/** Who said what about the fire, and what was thought of it. */
export const claims: Exchange[] = [
  {
    operation: 'recordClaim',
    shows: 'a figure, through a relay',
    sends: { body: atLeastThree },
    answers: 201,
  },
  { operation: 'recordClaim', shows: 'the same once more', sends: { body: atLeastThree }, answers: 200 },
  {
    operation: 'recordClaim',
    shows: 'another origin says otherwise, and denies the first',
    sends: {
      body: {
        key: 'service-hurt',
        incident: 'depot',
        question: 'hurt',
        document: 'statement-1',
        chain: ['fire-service', 'spokeswoman'],
        basis: 'witnessed',
        value: { kind: 'exact', n: 2 },
        response: { to: ['worker-hurt'], stance: 'denies' },
        citation: { exact: 'two of the staff, and nobody else' },
      },
    },
    answers: 201,
  },
  {
    operation: 'recordClaim',
    shows: 'a silence',
    sends: {
      body: claim('service-cause', {
        question: 'cause',
        chain: ['gazette', 'spokeswoman'],
        silence: 'no-comment',
        citation: { exact: 'did not wish to speak of the cause' },
      }),
    },
    answers: 201,
  },
  {
    operation: 'recordClaim',
    shows: 'a place, in the words of the worker',
    sends: {
      body: claim('worker-where', {
        question: 'began-in',
        value: { place: 'the paint shop' },
        citation: { exact: 'It began in the paint shop' },
      }),
    },
    answers: 201,
  },
  {
    operation: 'recordClaim',
    shows: 'the same place in other words',
    sends: {
      body: claim('service-where', {
        question: 'began-in',
        document: 'statement-1',
        chain: ['fire-service'],
        basis: 'witnessed',
        value: { place: 'paint workshop' },
        citation: { exact: 'in the paint workshop' },
      }),
    },
    answers: 201,
  },
  {
    operation: 'recordClaim',
    shows: 'what belongs to another question',
    sends: {
      body: claim('service-staff', {
        document: 'statement-1',
        chain: ['fire-service', 'spokeswoman'],
        value: { kind: 'exact', n: 2 },
        citation: { exact: 'two of the staff' },
      }),
    },
    answers: 201,
  },
  {
    operation: 'getClaim',
    shows: 'with what responds to it',
    sends: { path: { claim: 'worker-hurt' } },
    answers: 200,
  },
  {
    operation: 'getClaim',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { claim: 'worker-hurt' },
      headers: { 'If-None-Match': heard.tag('getClaim') },
    }),
    answers: 304,
  },
  {
    operation: 'correctTranscription',
    shows: 'we mistyped: as it should be, whole',
    sends: {
      path: { claim: 'worker-hurt' },
      body: {
        value: { kind: 'at-least', n: 3 },
        citation: { exact: 'at least three were carried out', start: 19, end: 50 },
        capture: 0,
        assertedAt: '2026-03-01T06:00:00Z',
        reason: 'the article gives the hour',
      },
    },
    answers: 200,
  },
  {
    operation: 'correctAttribution',
    shows: 'the chain as it should be, whole',
    sends: {
      path: { claim: 'service-cause' },
      body: { chain: ['gazette', 'fire-service'], reason: 'the article names no speaker' },
    },
    answers: 200,
  },
  {
    operation: 'moveClaim',
    shows: 'to the question that it answers',
    sends: {
      path: { claim: 'service-staff' },
      body: { incident: 'depot', question: 'staff-hurt', reason: 'she spoke of the staff alone' },
    },
    answers: 200,
  },
  {
    operation: 'assessClaim',
    shows: 'possibly true',
    sends: {
      path: { claim: 'worker-hurt' },
      body: { credibility: '3', reason: 'one worker, in the dark' },
    },
    answers: 200,
  },
  {
    operation: 'rankClaim',
    shows: 'preferred',
    sends: {
      path: { claim: 'service-hurt' },
      body: { rank: 'preferred', reason: 'from the list of those treated' },
    },
    answers: 200,
  },
  {
    operation: 'compareWordings',
    shows: 'they mean the same',
    sends: {
      path: { claim: 'worker-where' },
      body: { other: 'service-where', same: true, reason: 'the depot has one of it' },
    },
    answers: 200,
  },
  {
    operation: 'supersedeClaim',
    shows: 'a later claim replaces it',
    sends: {
      path: { claim: 'worker-hurt' },
      body: { by: 'service-hurt', as: 'correction', reason: 'the worker took the figure back, we are told' },
    },
    answers: 200,
  },
  {
    operation: 'undoAct',
    shows: 'it was not the same worker',
    sends: (heard) => ({
      path: { position: heard('supersedeClaim', 'position') },
      body: { reason: 'that was another worker' },
    }),
    answers: 200,
  },
  {
    operation: 'withdrawClaim',
    shows: 'it should never have been entered',
    sends: {
      path: { claim: 'service-cause' },
      body: { reason: 'the sentence is about another fire' },
    },
    answers: 200,
  },
  {
    operation: 'listClaims',
    shows: 'on one question',
    sends: { query: { incident: 'depot', question: 'staff-hurt' } },
    answers: 200,
  },
  {
    operation: 'listSaid',
    shows: 'what a source said or passed on',
    sends: { path: { source: 'worker' }, query: { limit: '1' } },
    answers: 200,
  },
];

/** What the claims add up to, and the decision on it. */
export const view: Exchange[] = [
  {
    operation: 'viewIncident',
    shows: 'two origins contradict each other',
    sends: { path: { incident: 'depot' } },
    answers: 200,
  },
  {
    operation: 'viewIncident',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { incident: 'depot' },
      headers: { 'If-None-Match': heard.tag('viewIncident') },
    }),
    answers: 304,
  },
  {
    operation: 'viewIncident',
    shows: 'as the public could know on the morning of the 1st, answered by a policy',
    sends: {
      path: { incident: 'depot' },
      query: { publicAt: '2026-03-01T12:00:00Z', policy: 'range@1' },
    },
    answers: 200,
  },
  {
    operation: 'previewResolution',
    shows: 'what a decision would change',
    sends: {
      path: { incident: 'depot', question: 'hurt' },
      body: { value: { kind: 'exact', n: 2 }, claims: ['service-hurt'] },
    },
    answers: 200,
  },
  {
    operation: 'resolveQuestion',
    shows: 'decided, with a reason',
    sends: (heard) => ({
      path: { incident: 'depot', question: 'hurt' },
      headers: { 'If-Match': heard.tag('previewResolution') },
      body: {
        value: { kind: 'exact', n: 2 },
        claims: ['service-hurt'],
        reason: 'the hospital confirms the two to us',
      },
    }),
    answers: 200,
  },
  {
    operation: 'getQuestion',
    shows: 'with its decision',
    sends: { path: { incident: 'depot', question: 'hurt' } },
    answers: 200,
  },
  {
    operation: 'getQuestion',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { incident: 'depot', question: 'hurt' },
      headers: { 'If-None-Match': heard.tag('getQuestion') },
    }),
    answers: 304,
  },
  {
    operation: 'reopenQuestion',
    shows: 'the decision is taken back',
    sends: {
      path: { incident: 'depot', question: 'hurt' },
      body: { reason: 'the hospital speaks of three by now' },
    },
    answers: 200,
  },
];
