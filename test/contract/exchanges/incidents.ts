import type { Exchange } from '../exchange.js';

const depot = {
  key: 'depot',
  title: 'Fire at the depot',
  occurredAt: '2026-02-28',
  place: 'Harbour Street',
  timeZone: 'Europe/Copenhagen',
};
const staff = {
  path: { incident: 'depot' },
  body: { key: 'staff-hurt', ask: 'How many of the staff were hurt?', type: 'count', unit: 'people' },
};

/** The fire at the depot, part of a night of fires, and what is asked about it. */
export const incidents: Exchange[] = [
  { operation: 'openIncident', shows: 'a fire', sends: { body: depot }, answers: 201 },
  { operation: 'openIncident', shows: 'the same once more', sends: { body: depot }, answers: 200 },
  {
    operation: 'openIncident',
    shows: 'what it is a part of',
    sends: { body: { key: 'night-of-fires', title: 'Four fires in one night' } },
    answers: 201,
  },
  {
    operation: 'describeIncident',
    shows: 'described anew, whole',
    sends: {
      path: { incident: 'depot' },
      body: {
        title: 'Fire at the tram depot',
        occurredAt: '2026-02-28',
        place: 'Harbour Street',
        timeZone: 'Europe/Copenhagen',
        reason: 'there are two depots in that street',
      },
    },
    answers: 200,
  },
  {
    operation: 'placeIncidentUnder',
    shows: 'a part of another',
    sends: { path: { incident: 'depot' }, body: { parent: 'night-of-fires', reason: 'the same night' } },
    answers: 200,
  },
  {
    operation: 'raiseQuestion',
    shows: 'a figure that may grow',
    sends: {
      path: { incident: 'depot' },
      body: {
        key: 'hurt',
        ask: 'How many were hurt?',
        type: 'count',
        unit: 'people',
        cumulative: true,
        scope: { population: 'staff and passengers' },
      },
    },
    answers: 201,
  },
  { operation: 'raiseQuestion', shows: 'a part of that figure', sends: staff, answers: 201 },
  { operation: 'raiseQuestion', shows: 'the same once more', sends: staff, answers: 200 },
  {
    operation: 'raiseQuestion',
    shows: 'a category, from a list of its own',
    sends: {
      path: { incident: 'depot' },
      body: {
        key: 'cause',
        ask: 'What started it?',
        type: 'category',
        categories: [
          { key: 'accident', label: 'An accident' },
          { key: 'short-circuit', label: 'A short circuit', broader: ['accident'] },
          { key: 'arson', label: 'Arson' },
        ],
      },
    },
    answers: 201,
  },
  {
    operation: 'raiseQuestion',
    shows: 'a place',
    sends: {
      path: { incident: 'depot' },
      body: { key: 'began-in', ask: 'Where did it begin?', type: 'place' },
    },
    answers: 201,
  },
  {
    operation: 'rewordQuestion',
    shows: 'worded anew, whole',
    sends: {
      path: { incident: 'depot', question: 'hurt' },
      body: {
        ask: 'How many people were hurt, so far?',
        unit: 'people',
        scope: { population: 'staff and passengers' },
        reason: 'the figure grew over the day',
      },
    },
    answers: 200,
  },
  {
    operation: 'declareConstraint',
    shows: 'no more of the staff than of all',
    sends: {
      path: { incident: 'depot' },
      body: { kind: 'at-most', lesser: 'staff-hurt', greater: 'hurt' },
    },
    answers: 200,
  },
  {
    operation: 'getIncident',
    shows: 'with its questions and constraints',
    sends: { path: { incident: 'depot' } },
    answers: 200,
  },
  {
    operation: 'getIncident',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { incident: 'depot' },
      headers: { 'If-None-Match': heard.tag('getIncident') },
    }),
    answers: 304,
  },
  {
    operation: 'liftConstraint',
    shows: 'taken back',
    sends: (heard) => ({
      path: { incident: 'depot', constraint: heard('getIncident', 'constraints.0.id') },
      body: { reason: 'firemen were counted as staff by some' },
    }),
    answers: 200,
  },
  {
    operation: 'listIncidents',
    shows: 'those that speak of a depot',
    sends: { query: { text: 'depot', limit: '10' } },
    answers: 200,
  },
  {
    operation: 'listQuestions',
    shows: 'as they were raised',
    sends: { path: { incident: 'depot' }, query: { limit: '2' } },
    answers: 200,
  },
];
