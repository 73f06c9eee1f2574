import type { Exchange } from '../exchange.js';

/** Who may do what. */
export const access: Exchange[] = [
  {
    operation: 'makeUser',
    shows: 'who signs in at the issuer',
    sends: {
      body: {
        name: 'Anna Editor',
        roles: ['contributor'],
        identities: [{ issuer: 'https://login.example', subject: 'anna' }],
        reason: 'joins the desk',
      },
    },
    answers: 201,
  },
  {
    operation: 'grantAccess',
    shows: 'a role',
    sends: (heard) => ({
      path: { user: heard('makeUser', 'id') },
      body: { role: 'editor', reason: 'decides from today on' },
    }),
    answers: 200,
  },
  {
    operation: 'issueKey',
    shows: 'for her nightly import',
    sends: (heard) => ({
      body: { user: heard('makeUser', 'id'), label: 'nightly import', roles: ['contributor'] },
    }),
    answers: 201,
  },
  {
    operation: 'getUser',
    shows: 'with what she was given, by whom and why',
    sends: (heard) => ({ path: { user: heard('makeUser', 'id') } }),
    answers: 200,
  },
  {
    operation: 'getUser',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { user: heard('makeUser', 'id') },
      headers: { 'If-None-Match': heard.tag('getUser') },
    }),
    answers: 304,
  },
  {
    operation: 'listUsers',
    shows: 'in the order in which they were made',
    sends: { query: { limit: '2' } },
    answers: 200,
  },
  {
    operation: 'changeUser',
    shows: 'another name',
    sends: (heard) => ({ path: { user: heard('makeUser', 'id') }, body: { name: 'Anna B. Editor' } }),
    answers: 200,
  },
  {
    operation: 'listKeys',
    shows: 'never their secret parts',
    sends: { query: { limit: '2' } },
    byChance: true,
    answers: 200,
  },
  {
    operation: 'getKey',
    shows: 'by its public part',
    sends: (heard) => ({ path: { key: heard('issueKey', 'id') } }),
    answers: 200,
  },
  {
    operation: 'restrictIncident',
    shows: 'to her alone',
    sends: (heard) => ({
      path: { incident: 'night-of-fires' },
      body: { people: [heard('makeUser', 'id')], reason: 'names of those hurt stand in it' },
    }),
    answers: 200,
  },
  { operation: 'listRestrictions', shows: 'and who may read all the same', answers: 200 },
  {
    operation: 'unrestrictIncident',
    shows: 'open again',
    sends: { path: { incident: 'night-of-fires' }, body: { reason: 'the names are out' } },
    answers: 200,
  },
  {
    operation: 'signIn',
    shows: 'with a key',
    as: 'nobody',
    sends: (heard) => ({ body: { token: heard('issueKey', 'key') } }),
    answers: 200,
  },
  { operation: 'signOut', shows: 'done', as: 'nobody', answers: 204 },
  { operation: 'signOutByForm', shows: 'as a form does it', as: 'nobody', sends: { body: {} }, answers: 204 },
  {
    operation: 'revokeKey',
    shows: 'from this moment on',
    sends: (heard) => ({ path: { key: heard('issueKey', 'id') }, body: { reason: 'the import moved' } }),
    answers: 200,
  },
  {
    operation: 'revokeAccess',
    shows: 'a role is taken',
    sends: (heard) => ({
      path: { user: heard('makeUser', 'id') },
      body: { role: 'editor', reason: 'on leave' },
    }),
    answers: 200,
  },
];
