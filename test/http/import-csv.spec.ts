import { csvTemplate } from '../../src/exchange/csv/template.js';
import { first, next, rowsOf } from '../exchange/csv.js';
import { startServer, type TestServer } from './support/server.js';

describe('POST /v1/admin/imports with a table of claims', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  const post = (payload: string | Buffer, query: string, type = 'text/csv') =>
    server.inject({
      method: 'POST',
      url: `/v1/admin/imports${query}`,
      payload,
      headers: { 'content-type': type },
    });
  const told = (body: string) =>
    body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>)
      .filter((line) => !('progress' in line));

  it('takes rows as they come, and tells of each that is wrong by row and column', async () => {
    const answer = await post(
      rowsOf([first(), next({ value: '1,200' }), next({ claim: 'c3' })]),
      '?namespace=desk&name=claims.csv',
    );
    expect(answer.statusCode).toBe(200);
    const lines = told(answer.body);
    expect(lines[0]).toEqual({
      rejected: { row: 3, column: 'value', message: expect.stringMatching(/thousands/) },
    });
    expect(lines.at(-1)).toMatchObject({
      report: { file: 'claims.csv', namespace: 'desk', rejected: 1, added: { claims: 2 } },
    });
    const again = told((await post(rowsOf([first(), next({ claim: 'c3' })]), '?namespace=desk')).body);
    expect(again.at(-1)).toMatchObject({
      report: { rejected: 0, differs: 0, added: { claims: 0 }, known: { claims: 2 } },
    });
  });

  it('serves the template, which goes in as it is', async () => {
    const template = await server.inject('/v1/admin/imports/template.csv');
    expect(template.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="claims.csv"',
    });
    expect(template.body).toBe(csvTemplate());
    expect(told((await post(template.rawPayload, '')).body)).toEqual([
      expect.objectContaining({ report: expect.objectContaining({ rejected: 0, warnings: 0 }) }),
    ]);
  });

  it('only tries where that is asked for', async () => {
    const lines = told((await post(rowsOf([first()]), '?namespace=desk&dryRun=true')).body);
    expect(lines.at(-1)).toMatchObject({ report: { dryRun: true, added: { claims: 1 } } });
    expect(await server.log.head()).toBeNull();
  });

  it('refuses what is no table, whole', async () => {
    for (const body of [
      'x,y\n1,2',
      '{}',
      '',
      Buffer.from(rowsOf([first()]), 'utf16le'),
      rowsOf([first()]).slice(0, 30),
    ]) {
      const answer = await post(body, '?namespace=desk');
      expect(told(answer.body)).toEqual([
        { refused: expect.objectContaining({ count: expect.any(Number) }) },
      ]);
    }
    expect(await server.log.head()).toBeNull();
  });

  it('asks for a body where there is none', async () => {
    const answer = await server.inject({ method: 'POST', url: '/v1/admin/imports' });
    expect(answer.statusCode).toBe(400);
  });

  it.each([
    ['in other letters', '?namespace=desk', 'text/csv; charset=windows-1252', 415],
    ['with a namespace that is no key', '?namespace=A%20B', 'text/csv', 400],
    ['with a namespace beside lines that have one', '?namespace=desk', 'application/x-ndjson', 400],
  ])('refuses it %s', async (_name, query, type, status) => {
    expect((await post(rowsOf([first()]), query, type)).statusCode).toBe(status);
  });

  it('takes tabs, and says so', async () => {
    const answer = await post(
      rowsOf([first()], '\t'),
      '?namespace=desk',
      'text/tab-separated-values; charset=UTF-8',
    );
    expect(told(answer.body).at(-1)).toMatchObject({ report: { added: { claims: 1 } } });
  });

  it('takes nothing from a stranger', async () => {
    const url = '/v1/admin/imports?namespace=desk';
    const answer = await server.app.inject({
      method: 'POST',
      url,
      payload: rowsOf([first()]),
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.statusCode).toBe(401);
  });
});
