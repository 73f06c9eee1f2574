import { verifyServedLog, servedKeys, type Fetched } from '../../src/integrity/verify/served-log.js';
import { verifyClaimProof } from '../../src/integrity/verifier/claim-proof.js';
import { parseVerifierKey } from '../../src/integrity/verifier/note.js';
import { recordClaims } from '../integrity/support/ledgers.js';
import { startServer, type TestServer } from './support/server.js';

describe('what the server proves', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await server.admin('POST', '/sources', { key: 'agency', name: 'An agency', kind: 'outlet' });
    await recordClaims(server.log, 300);
  });
  afterAll(() => server.close());

  const get: Fetched = async (path) => {
    const answer = await server.inject(`/log/${path}`);
    return answer.statusCode === 404 ? undefined : answer.rawPayload;
  };

  it('serves a log that replays to its checkpoint', async () => {
    await server.integrity.sealer.seal();
    const verified = await verifyServedLog(get, await servedKeys(get), [], () => {});
    expect(verified).toMatchObject({ size: 301, hidden: 0 });
  });

  it('says what tiles and checkpoints are, and for how long they hold', async () => {
    const checkpoint = await server.inject('/log/checkpoint');
    expect(checkpoint.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const tile = await server.inject('/log/tile/0/000');
    expect(tile.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
    expect(tile.headers['cache-control']).toContain('immutable');
    expect(tile.rawPayload).toHaveLength(8192);
  });

  it.each([
    '/log/tile/0/009',
    '/log/tile/0/000.p/0',

    '/log/tile/',
    '/log/verifier/none.js',
    '/log/consistency?from=3&to=2',
  ])('has no %s', async (path) => {
    const answer = await server.inject(path);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('proves that a later size continues an earlier one, and refuses sizes that are none', async () => {
    const { proof } = await server.get<{ proof: string[] }>('/log/consistency?from=17&to=300');
    expect(proof.length).toBeGreaterThan(3);
    expect((await server.inject('/log/consistency?from=a&to=2')).statusCode).toBe(400);
  });

  it('proves a claim that was recorded just now', async () => {
    await server.admin('POST', '/documents', {
      key: 'report',
      title: 'A report',
      kind: 'article',
      publisher: 'agency',
    });
    await server.admin('POST', '/incidents', { key: 'strike', title: 'A strike' });
    await server.admin('POST', '/incidents/strike/questions', {
      key: 'landed',
      type: 'count',
      ask: 'How many landed?',
    });
    await server.admin('POST', '/claims', {
      key: 'five',
      incident: 'strike',
      question: 'landed',
      document: 'report',
      chain: ['agency'],
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'five rockets landed' },
    });
    const answer = await server.inject('/v1/claims/five/proof');
    const key = await parseVerifierKey((await server.inject('/log/key')).body.trim());
    const proven = await verifyClaimProof(answer.body, [key]);
    expect(proven.events[0]!.envelope).toMatchObject({ type: 'ClaimRecorded', data: { key: 'five' } });
    expect(proven.checkpoint.size).toBe(305);
    expect((await server.inject('/v1/claims/none/proof')).statusCode).toBe(404);
  });

  it('tells its seals in health', async () => {
    expect(await server.get('/health/ready')).toMatchObject({ integrity: { sealed: 305 } });
  });
});
