import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/runtime.js';
import { startServer, type TestServer } from './support/server.js';

type Line = Record<string, Record<string, unknown>>;

/** Files sent to a running server: incident files whole, incident lines as they come, told line by line. */
describe('importing over HTTP', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  async function send(payload: string | Buffer, type: string, query = ''): Promise<Line[]> {
    const answer = await server.inject({
      method: 'POST',
      url: `/v1/admin/imports${query}`,
      payload,
      headers: { 'content-type': type },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    const lines = answer.body.split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line) => JSON.parse(line) as Line);
  }

  const foundingCase = readFileSync(
    join(projectRoot, 'src/exchange/founding-case/ain-al-asad-2022.incident.json'),
  );
  const lines = [
    { format: 'incident-ledger/incident-lines@1', namespace: 'lines' },
    { source: { key: 'ap', name: 'Associated Press', kind: 'outlet' } },
    { document: { key: 'page', publisher: 'nobody', title: 'A page', kind: 'article' } },
    {
      incident: { key: 'base', title: 'Base', questions: [{ key: 'hurt', ask: 'How many?', type: 'count' }] },
    },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

  it('takes the founding case, and the second time adds nothing', async () => {
    const first = await send(foundingCase, 'application/json', '?name=founding');
    expect(first.at(-1)).toMatchObject({
      report: { file: 'founding', added: { claims: 209, acts: 5 }, rejected: 0 },
    });
    const head = await server.log.head();
    const second = await send(foundingCase, 'application/octet-stream');
    expect(second.at(-1)).toMatchObject({
      report: { added: { claims: 0, acts: 0 }, known: { claims: 209 } },
    });
    expect(await server.log.head()).toBe(head);
    expect(await server.get('/v1/claims/nw-022')).toMatchObject({ namespace: 'ain-al-asad-2022' });
  }, 60_000);

  it('checks only, where it is asked to', async () => {
    const told = await send(foundingCase, 'application/json', '?dryRun=true');
    expect(told.at(-1)).toMatchObject({ report: { dryRun: true, added: { claims: 209 } } });
    expect(await server.log.head()).toBeNull();
  }, 60_000);

  it('takes lines as they come, and tells which were refused and why', async () => {
    const told = await send(lines, 'application/x-ndjson');
    expect(told).toContainEqual({
      rejected: expect.objectContaining({ line: 3, thing: expect.stringContaining('page') }),
    });
    expect(told.at(-1)).toMatchObject({
      report: { added: { sources: 1, incidents: 1, documents: 0 }, rejected: 1 },
    });
  });

  it('refuses a file with a problem whole, and says where it is', async () => {
    const file = JSON.stringify({
      format: 'incident-ledger/incident-file@1',
      namespace: 'x',
      title: 'No sources',
    });
    const told = await send(file, 'application/json');
    expect(told.at(-1)).toMatchObject({ refused: { count: expect.any(Number) } });
    expect(await server.log.head()).toBeNull();
  });

  it('takes no form or picture', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/admin/imports',
      payload: 'x',
      headers: { 'content-type': 'image/png' },
    });
    expect(answer.statusCode).toBe(415);
  });
});
