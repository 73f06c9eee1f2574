import type { Exchange } from '../exchange.js';

const article = {
  key: 'gazette-1',
  publisher: 'gazette',
  title: 'Fire at the tram depot',
  kind: 'article',
  publishedAt: '2026-03-01T08:00:00Z',
  url: 'https://gazette.example/1',
  language: 'en',
};

/** Where it is written. */
export const documents: Exchange[] = [
  { operation: 'registerDocument', shows: 'an article', sends: { body: article }, answers: 201 },
  { operation: 'registerDocument', shows: 'the same once more', sends: { body: article }, answers: 200 },
  {
    operation: 'registerDocument',
    shows: 'a statement, of which only the day is known',
    sends: {
      body: {
        key: 'statement-1',
        publisher: 'fire-service',
        title: 'On the fire in Harbour Street',
        kind: 'statement',
        publishedAt: '2026-03-02',
        timeZone: 'Europe/Copenhagen',
      },
    },
    answers: 201,
  },
  {
    operation: 'captureDocument',
    shows: 'its text as it stood',
    sends: {
      path: { document: 'gazette-1' },
      body: {
        text: 'A worker said that at least three were carried out. It began in the paint shop.',
        mediaType: 'text/plain',
        capturedAt: '2026-03-01T09:30:00Z',
      },
    },
    answers: 200,
  },
  {
    operation: 'captureDocument',
    shows: 'its hash alone, the text being elsewhere',
    sends: {
      path: { document: 'statement-1' },
      body: {
        sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
        length: 11,
        archivedAt: 'https://archive.example/statement-1',
      },
    },
    answers: 200,
  },
  {
    operation: 'uploadCapture',
    shows: 'the page itself, with the digest that it must have',
    sends: {
      path: { document: 'gazette-1' },
      query: { mediaType: 'text/html', capturedAt: '2026-03-01T09:30:00Z' },
      headers: { 'Content-Digest': 'sha-256=:EDFm2eWh7kYdYJhl8GaKLqvaCnDS6DDAqk1rxUpW0Zw=:' },
      body: '<h1>Fire at the tram depot</h1>',
      mediaType: 'application/octet-stream',
    },
    answers: 200,
  },
  {
    operation: 'getCaptureContent',
    shows: 'a page, to be saved',
    sends: { path: { document: 'gazette-1', index: '1' } },
    answers: 200,
  },
  {
    operation: 'getCaptureContent',
    shows: 'it cannot have changed',
    sends: (heard) => ({
      path: { document: 'gazette-1', index: '1' },
      headers: { 'If-None-Match': heard.tag('getCaptureContent') },
    }),
    answers: 304,
  },
  {
    operation: 'getCaptureText',
    shows: 'the words',
    sends: { path: { document: 'gazette-1', index: '0' } },
    answers: 200,
  },
  {
    operation: 'listDocuments',
    shows: 'of one publisher',
    sends: { query: { publisher: 'gazette', limit: '10' } },
    answers: 200,
  },
  {
    operation: 'getDocument',
    shows: 'with its captures',
    sends: { path: { document: 'gazette-1' } },
    answers: 200,
  },
  {
    operation: 'getDocument',
    shows: 'nothing has changed since',
    sends: (heard) => ({
      path: { document: 'gazette-1' },
      headers: { 'If-None-Match': heard.tag('getDocument') },
    }),
    answers: 304,
  },
];
