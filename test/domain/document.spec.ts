import { given, idOf, registerDocument, registerSource, smallCase } from '../support/given.js';

const document = idOf('document', 'article');

describe('registering a document', () => {
  it('takes over what was said and does nothing twice', () => {
    const command = registerDocument('article', 'paper', {
      url: 'https://example.org/a?b=c',
      timeZone: 'America/New_York',
    });
    const world = given(registerSource('paper'));
    const { type: _type, ...data } = command;
    expect(world.when(command)).toEqual({ events: [{ type: 'DocumentRegistered', data }], warnings: [] });
    world.and(command);
    expect(world.when(command)).toEqual({ events: [], warnings: [] });
    const { url: _url, ...without } = command;
    expect(world.when(without)).toMatchObject({ refused: 'other-content', field: 'url' });
  });

  it.each([
    ['bad-key', 'key', { key: '' }],
    ['empty', 'title', { title: '\t' }],
    ['unknown-code', 'kind', { kind: 'tweet' as never }],
    ['unknown-source', 'publisher', { publisher: idOf('source', 'nobody') }],
    ['bad-url', 'url', { url: 'javascript:alert(1)' }],
    ['bad-url', 'url', { url: 'https://user:secret@example.org/' }],
    ['bad-url', 'url', { url: 'example.org' }],
    ['bad-instant', 'publishedAt', { publishedAt: '2022-01-05T14:00' }],
    ['bad-instant', 'publishedAt', { publishedAt: '2022-02-30' }],
    ['bad-instant', 'publishedAt', { publishedAt: '2022-01-05T24:00Z' }],
    ['bad-instant', 'publishedAt', { publishedAt: '2022-01-05T14:00+25:00' }],
    ['bad-instant', 'publishedAt', { publishedAt: '2022-13-01' }],
    ['bad-time-zone', 'timeZone', { timeZone: 'EST5' }],
  ])('refuses %s in %s: %j', (refused, field, more) => {
    const world = given(registerSource('paper'));
    expect(world.when(registerDocument('article', 'paper', more))).toMatchObject({ refused, field });
  });

  it.each(['2022-01-05', '2022-01-05T14:00Z', '2022-01-05T14:00:59.5+03:00', '2024-02-29'])(
    'takes %s as a moment',
    (publishedAt) => {
      const world = given(registerSource('paper'));
      expect(world.when(registerDocument('article', 'paper', { publishedAt }))).toMatchObject({
        events: [{}],
      });
    },
  );
});

describe('capturing a document', () => {
  const capture = {
    type: 'CaptureDocument',
    document,
    sha256: '0'.repeat(64),
    capturedAt: '2022-01-06T10:00:00Z',
  } as const;

  it('numbers captures as they come, and the same one again adds nothing', () => {
    const world = smallCase();
    expect(world.when(capture)).toMatchObject({ events: [{ type: 'DocumentCaptured', data: { index: 0 } }] });
    world.and(capture);
    expect(world.when(capture)).toEqual({ events: [], warnings: [] });
    const later = { ...capture, capturedAt: '2022-01-07T10:00:00Z' };
    expect(world.when(later)).toMatchObject({ events: [{ data: { index: 1 } }] });
  });

  it.each([
    ['unknown-document', { document: idOf('document', 'other') }],
    ['bad-hash', { sha256: 'A'.repeat(64) }],
    ['bad-length', { length: 1.5 }],
    ['bad-instant', { capturedAt: 'yesterday' }],
    ['bad-url', { archivedAt: 'file:///etc/passwd' }],
  ])('refuses %s', (refused, more) => {
    expect(smallCase().when({ ...capture, ...more })).toMatchObject({ refused });
  });

  it('refuses one that holds nothing, and cannot be undone', () => {
    const world = smallCase();
    expect(world.when({ type: 'CaptureDocument', document })).toMatchObject({ refused: 'empty-capture' });
    world.and(capture);
    const undo = { type: 'UndoAct', thing: { kind: 'document', id: document }, reason: 'A slip.' } as const;
    expect(world.when({ ...undo, event: world.lastEvent })).toMatchObject({ refused: 'not-undoable' });
  });
});
