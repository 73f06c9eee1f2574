import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { operationsOf } from '../../src/http/openapi/operations.js';
import { projectRoot } from '../../src/runtime.js';
import { clientTypesFile, typesOf } from '../contract/client/generate.js';
import type { Description } from '../contract/description.js';
import { refreshExamples } from '../contract/recording.js';
import { startServer, type TestServer } from './support/server.js';

describe("the API's description", () => {
  let server: TestServer;
  let description: Description;
  beforeAll(async () => {
    if (process.env['UPDATE_OPENAPI'] === '1') await refreshExamples();
    server = await startServer();
    description = await server.get<Description>('/openapi.json');
  });
  afterAll(() => server.close());

  it('is the one that is committed', async () => {
    const file = join(projectRoot, 'docs', 'openapi.json');
    const served = `${JSON.stringify(description, null, 2)}\n`;
    if (process.env['UPDATE_OPENAPI'] === '1') {
      writeFileSync(file, served);
      writeFileSync(clientTypesFile, await typesOf(description));
    }
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(description);
  });

  it('is OpenAPI 3.1, and its schemas are JSON Schema 2020-12 without a dangling reference', () => {
    expect(description.openapi).toBe('3.1.0');
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ ...description, $id: 'api:description' });
    const components = description.components ?? {};
    for (const name of Object.keys(components.schemas ?? {})) {
      ajv.compile({ $ref: `api:description#/components/schemas/${name}` });
    }
    for (const [, kind, name] of JSON.stringify(description).matchAll(/#\/components\/(\w+)\/([^"]*)"/g)) {
      expect(components).toHaveProperty([kind!, name!]);
    }
  });

  it('describes every route that is there, but for pages and what describes it', () => {
    const routes = new Set<string>();
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const method of Object.keys(methods)) routes.add(`${method.toUpperCase()} ${path}`);
    }
    const served = server.routes().filter((route) => / \/(v1|health|log|metrics|session)(\/|$)/.test(route));
    expect(served.length).toBeGreaterThan(40);
    expect(new Set(served)).toEqual(routes);
  });

  it('names each operation once, and says what every one may answer', () => {
    const operations = operationsOf(description);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation, method } of operations) {
      const statuses = Object.keys(operation.responses);
      const changes = method === 'get' ? [] : ['400', '413', '415', '507'];
      const wanted = ['401', '403', '429', '500', '503', 'default', ...changes];
      expect(statuses).toEqual(expect.arrayContaining(wanted));
      expect(statuses.some((status) => /^2\d\d$/.test(status))).toBe(true);
    }
  });

  it('can be browsed without a request to anybody else', async () => {
    const page = await server.inject('/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).not.toContain('unsafe-inline');
    const addresses = [...page.body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses.filter((a) => a !== 'data:,' && a !== '')) {
      expect(address).toMatch(/^\/[a-z]/);
      expect((await server.inject(address)).statusCode).toBe(200);
    }
    expect(page.body).not.toMatch(/<script>|<style|style=| on\w+=/);
  });
});
