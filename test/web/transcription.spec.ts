import { enterTheOfficer } from '../http/support/officer.js';
import { startServer, type TestServer } from '../http/support/server.js';
import { WebModule } from '../../src/web/web.module.js';

/** A form as a browser sends it back: every field as it stands in the page. */
function fieldsOf(html: string): Record<string, string> {
  const unescaped = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  const form = html.slice(html.indexOf('<form method="post"'));
  const found: Record<string, string> = {};
  for (const [, input] of form.matchAll(/<input([^>]*)>/g)) {
    const name = / name="([^"]*)"/.exec(input!)?.[1];
    if (name !== undefined) found[name] = unescaped(/ value="([^"]*)"/.exec(input!)?.[1] ?? '');
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>([^<]*)<\/textarea>/g)) {
    found[name!] = unescaped(text!);
  }
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    found[name!] = /<option value="([^"]*)" selected/.exec(options!)?.[1] ?? '';
  }
  return found;
}

describe('the form for what was mistyped', () => {
  let server: TestServer;
  const text = 'At noon, he said, five rockets landed inside the base and none outside. Six were seen.';
  beforeEach(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    await enterTheOfficer(server);
    await server.admin('POST', '/documents/story/captures', { text });
    await server.admin('POST', '/claims', {
      key: 'whole',
      incident: 'base',
      question: 'inside',
      document: 'story',
      chain: ['agency', 'officer'],
      value: { kind: 'at-least', n: 5 },
      citation: { exact: 'five rockets landed inside the base', prefix: 'he said, ', start: 18, end: 53 },
      capture: 0,
      asOf: '2022-01-05',
      utterance: 'local:the-briefing',
      supersedes: { claim: 'five', as: 'update' },
      note: 'heard "twice" <b>',
    });
  });
  afterEach(() => server.close());

  const form = async () => fieldsOf((await server.inject('/claims/whole/transcription')).body);
  const send = (typed: Record<string, string>) =>
    server.inject({
      method: 'POST',
      url: '/claims/whole/transcription',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(typed).toString(),
    });
  const claim = () => server.get('/v1/claims/whole');

  it('begins with all that was entered: sent back untouched it corrects nothing', async () => {
    const before = await claim();
    const typed = await form();
    expect(typed).toMatchObject({
      number: 'at-least',
      low: '5',
      supersedes: 'five',
      'supersedes-as': 'update',
    });
    const sent = await send({ ...typed, reason: 'nothing' });
    expect(sent.headers.location).toContain('done=already');
    expect(await claim()).toEqual(before);
  });

  it('changes what was typed otherwise, and nothing else', async () => {
    const before = await claim();
    expect((await send({ ...(await form()), low: '6', reason: 'misread' })).statusCode).toBe(303);
    const { revision: _r, ...after } = await claim();
    const { revision: _b, ...was } = before;
    expect(after).toEqual({ ...was, value: { kind: 'at-least', n: 6 } });
  });

  it('finds the words where they stand in the copy, and says where they do not', async () => {
    await send({ ...(await form()), quote: 'Six were seen', reason: 'the other sentence' });
    expect(await claim()).toMatchObject({
      citation: { exact: 'Six were seen', start: 72, end: 85 },
    });
    const refused = await send({ ...(await form()), quote: 'Seven were seen', reason: 'x' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('These words do not stand in the text');
  });

  it('keeps what it does not ask for: page, time and who translated', async () => {
    const citation = {
      exact: 'five rockets landed inside the base',
      prefix: 'he said, ',
      start: 18,
      end: 53,
      page: '3',
      time: '721',
      translation: { text: 'fünf Raketen schlugen ein', language: 'de', by: 'A. Weber' },
    };
    await server.admin('PUT', '/claims/whole/transcription', {
      value: { kind: 'at-least', n: 5 },
      citation,
      capture: 0,
      reason: 'with a translation',
    });
    const untouched = await send({ ...(await form()), reason: 'nothing' });
    expect(untouched.headers.location).toContain('done=already');

    await send({ ...(await form()), translation: 'fünf Raketen trafen', reason: 'better' });
    const better = { text: 'fünf Raketen trafen', language: 'de' };
    expect((await claim())['citation']).toEqual({ ...citation, translation: better });

    await send({ ...(await form()), quote: 'Six were seen', reason: 'the other sentence' });
    expect(await claim()).toMatchObject({
      citation: { exact: 'Six were seen', start: 72, end: 85, page: '3', time: '721', translation: better },
    });
  });

  it('does not take for the text’s own what an editor said of the claim', async () => {
    await server.admin('POST', '/claims/three/supersede', { by: 'whole', as: 'correction', reason: 'later' });
    const typed = await form();
    expect(typed['supersedes']).toBe('five');
    await send({ ...typed, note: 'heard once', reason: 'once only' });
    const { supersedes } = await claim();
    expect(supersedes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ claim: expect.objectContaining({ key: 'five' }), as: 'update' }),
        expect.objectContaining({ claim: expect.objectContaining({ key: 'three' }), as: 'correction' }),
      ]),
    );
  });

  it('shows what somebody else did meanwhile before it is taken', async () => {
    const typed = await form();
    await server.admin('POST', '/claims/whole/rank', { rank: 'preferred', reason: 'on the record' });
    const sent = await send({ ...typed, low: '6', reason: 'misread' });
    expect(sent.statusCode).toBe(409);
    expect(sent.body).toContain('on the record');
    expect((await send({ ...fieldsOf(sent.body), reason: 'misread' })).statusCode).toBe(303);
    expect(await claim()).toMatchObject({ value: { n: 6 } });
  });
});
