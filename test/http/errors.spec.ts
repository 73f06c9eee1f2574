import { jest } from '@jest/globals';
import { problemKinds } from '../../src/http/problem.js';
import { maxBodyBytes } from '../../src/http/body.js';
import { startServer, type TestServer } from './support/server.js';

/** Every error is an RFC 9457 problem document with a stable type, and names the field where there is one. */
describe('errors', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const incidents = '/v1/admin/incidents';
  const json = { 'content-type': 'application/json' };

  async function problem(request: Parameters<TestServer['inject']>[0]) {
    const answer = await server.inject(request);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const document = answer.json<Record<string, unknown>>();
    const kind = String(document['type']).replace('/problems/', '') as keyof typeof problemKinds;
    expect(document).toMatchObject({ title: problemKinds[kind].title, status: answer.statusCode });
    expect(answer.statusCode).toBe(problemKinds[kind].status);
    expect(document['requestId']).toBe(answer.headers['x-request-id']);
    return { ...document, kind, headers: answer.headers };
  }

  it('404: an address that is none', async () => {
    expect(await problem('/nothing?x=1')).toMatchObject({ kind: 'unknown-route', instance: '/nothing?x=1' });
  });

  it('404: a thing that is not there', async () => {
    expect(await problem('/v1/incidents/nowhere')).toMatchObject({
      kind: 'unknown-thing',
      detail: 'no incident is called "nowhere"',
    });
  });

  it('405: a method that the address does not take, with those it takes', async () => {
    const answer = await problem({ method: 'DELETE', url: '/v1/incidents/x' });
    expect(answer).toMatchObject({ kind: 'method-not-allowed', headers: { allow: 'GET, HEAD' } });
    const made = await problem({ method: 'GET', url: incidents });
    expect(made).toMatchObject({ kind: 'method-not-allowed', headers: { allow: 'POST' } });
  });

  it('415: a body of another media type', async () => {
    const answer = await problem({
      method: 'POST',
      url: incidents,
      payload: '<x/>',
      headers: { 'content-type': 'text/xml' },
    });
    expect(answer.kind).toBe('unsupported-media-type');
  });

  it('415: lines where no import is', async () => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await problem({ method: 'POST', url: incidents, payload: '{}\n', headers });
    expect(answer.kind).toBe('unsupported-media-type');
  });

  it('413: a body over 256 KiB; one just under it is read', async () => {
    const body = (bytes: number) => JSON.stringify({ key: 'k', title: 'x' }).padEnd(bytes, ' ');
    const large = await problem({
      method: 'POST',
      url: incidents,
      payload: body(maxBodyBytes + 1),
      headers: json,
    });
    expect(large.kind).toBe('too-large');
    const taken = await server.inject({
      method: 'POST',
      url: incidents,
      payload: body(maxBodyBytes),
      headers: json,
    });
    expect(taken.statusCode).toBe(201);
  });

  it.each([
    ['half an object', '{"title": "a"', 'the end of the file'],
    ['a name twice in one object', '{"key": "a", "key": "b"}', 'stands twice'],
    ['a name twice, escaped once', '{"key": "a", "\\u006bey": "b"}', 'stands twice'],
    ['a name that reaches a prototype', '{"__proto__": {"key": "a"}}', '__proto__'],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 'nested deeper than 32'],
    ['a number that would be rounded', '{"key": 12345678901234567890}', 'significant digits'],
    ['half a surrogate pair', '{"key": "\\ud800"}', 'surrogate'],
    ['nothing', '', 'ends in the middle'],
  ])('400: %s', async (_what, payload, says) => {
    const answer = await problem({ method: 'POST', url: incidents, payload, headers: json });
    expect(answer).toMatchObject({ kind: 'malformed-json', detail: expect.stringContaining(says) });
  });

  it('400: a body that is not UTF-8', async () => {
    const payload = Buffer.from([0x22, 0xff, 0x22]);
    expect((await problem({ method: 'POST', url: incidents, payload, headers: json })).kind).toBe(
      'malformed-json',
    );
  });

  it('400: names every field that has the wrong form, by a JSON pointer', async () => {
    const payload = {
      incident: 'x',
      document: 'y',
      chain: ['a', 7],
      value: { kind: 'exact' },
      citation: { exact: 3, colour: 'red' },
      extra: 1,
    };
    const answer = await problem({ method: 'POST', url: '/v1/admin/claims', payload });
    expect(answer.kind).toBe('invalid-request');
    const fields = (answer as unknown as { errors: { field: string }[] }).errors.map(({ field }) => field);
    expect(new Set(fields)).toEqual(
      new Set(['/extra', '/chain', '/value', '/citation/exact', '/citation/colour']),
    );
  });

  it('400: a field that must be there is not, or is null', async () => {
    const answer = await problem({ method: 'POST', url: incidents, payload: { title: null } });
    expect(answer).toMatchObject({
      errors: [{ field: '/key' }, { field: '/title', message: 'title must be a string' }],
    });
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'cursor=zzz',
    'knownAt=yesterday',
    'publicAt=2022-13-01',
    'x=1',
  ])('400: a list asked for with %s', async (query) => {
    expect((await problem(`/v1/incidents?${query}`)).kind).toBe('invalid-request');
  });

  it('400: an address that is not well formed', async () => {
    expect((await problem('/v1/incidents/%zz')).kind).toBe('invalid-request');
  });

  it('422: what the body names is not there, and where it stands', async () => {
    const payload = { key: 'page', publisher: 'nobody', title: 'A page', kind: 'article' };
    expect(await problem({ method: 'POST', url: '/v1/admin/documents', payload })).toMatchObject({
      kind: 'unknown-reference',
      errors: [{ field: '/publisher' }],
    });
  });

  it('409: the same key with other content changes nothing', async () => {
    const open = (title: string) => ({
      method: 'POST' as const,
      url: incidents,
      payload: { key: 'same', title },
    });
    expect((await server.inject(open('one'))).statusCode).toBe(201);
    expect((await server.inject(open('one'))).statusCode).toBe(200);
    expect(await problem(open('two'))).toMatchObject({ kind: 'conflict' });
    expect((await server.inject('/v1/incidents/same')).json()).toMatchObject({ title: 'one' });
  });

  it('409: a bare key that two things have, with the candidates', async () => {
    await server.enterElsewhere({
      type: 'RegisterSource',
      namespace: 'case-a',
      key: 'ap',
      name: 'AP',
      kind: 'outlet',
    });
    await server.enterElsewhere({
      type: 'RegisterSource',
      namespace: 'case-b',
      key: 'ap',
      name: 'AP',
      kind: 'outlet',
    });
    const answer = await problem('/v1/sources/ap');
    expect(answer).toMatchObject({
      kind: 'ambiguous-name',
      candidates: [{ name: 'case-a:ap' }, { name: 'case-b:ap' }],
    });
    expect((await server.inject('/v1/sources/case-b:ap')).json()).toMatchObject({ namespace: 'case-b' });
  });

  it('explains each kind at the address that the type names', async () => {
    for (const kind of Object.keys(problemKinds)) {
      const answer = await server.inject(`/problems/${kind}`);
      expect(answer.json()).toMatchObject({ type: `/problems/${kind}`, advice: expect.any(String) });
    }
    expect((await problem('/problems/constructor')).kind).toBe('unknown-route');
  });

  it('500: tells nothing of what went wrong inside, but the id under which the log has it', async () => {
    const broken = jest.spyOn(server.views, 'health').mockImplementation(() => {
      throw new Error('secret at /home/somebody');
    });
    const answer = await problem('/health/ready');
    broken.mockRestore();
    expect(answer.kind).toBe('internal');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});
