import { text } from 'node:stream/consumers';
import { bodiesOf, parametersOf } from '../../src/http/openapi/operations.js';
import { addressOf, byId, type DescribedOperation, type Query } from './description.js';
import type { Stage } from './exchange.js';
import { Limits, type Case } from './limits.js';
import { stage } from './stage.js';

/** What the description says of a request is what is checked: on this side of each limit and on the other. */
describe('the limits in the schemas of requests', () => {
  let on: Stage;
  let operations: DescribedOperation[];
  beforeAll(async () => {
    on = await stage();
    operations = [...byId(on.description).values()];
  });
  afterAll(() => on.server.close());

  /** Places are checked before anything is looked up, so they need not be there. */
  const places: Record<string, string> = { index: '0', path: '0/000' };
  /** Where an answer says that the request is wrong. What goes beyond the schema is for other tests. */
  async function faultsAt({ method, path, operation }: DescribedOperation, query: Query, body?: unknown) {
    const named = parametersOf(operation, 'path').map(({ name }) => [name, places[name] ?? 'x'] as const);
    const [mediaType = 'application/json'] = Object.keys(bodiesOf(operation));
    const answer = await on.app.inject({
      method: method.toUpperCase() as 'GET',
      url: addressOf(path, Object.fromEntries(named), query),
      headers: { ...on.headersOf.everything, 'if-match': '*', 'content-type': mediaType },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
      payloadAsStream: true, // what happens, as it happens, has no end
    });
    const stream = answer.stream();
    if (answer.statusCode !== 400) {
      stream.destroy();
      return [];
    }
    const problem = JSON.parse(await text(stream)) as { errors?: { field: string }[]; detail: string };
    if (beyond.test(problem.detail)) return [];
    return (problem.errors ?? []).map(({ field }) => field);
  }
  const beyond = /^a constraint of kind|^a key ends|^name a role or/;
  const isAt = (at: string) => (field: string) => field === at || field.startsWith(`${at}/`);
  const told = ({ id }: DescribedOperation, { at, what, value, fits }: Case): string =>
    `${id} ${at} ${what} is ${fits ? 'refused' : 'taken'}: ${JSON.stringify(value)?.slice(0, 80)}`;

  it('hold for every field of a body', async () => {
    const limits = new Limits(on.description);
    const wrong: string[] = [];
    let tried = 0;
    for (const operation of operations) {
      const schema = bodiesOf(operation.operation)['application/json']?.schema;
      if (limits.resolved(schema).type !== 'object') continue;
      for (const one of limits.cases(schema, '')) {
        tried++;
        const faults = await faultsAt(operation, {}, one.value);
        const refused = faults.some(isAt(one.at));
        if (refused === one.fits) wrong.push(told(operation, one));
      }
    }
    expect(tried).toBeGreaterThan(1_000);
    expect(wrong).toEqual([]);
  }, 120_000);

  it('hold for every parameter', async () => {
    const limits = new Limits(on.description);
    const wrong: string[] = [];
    for (const operation of operations) {
      const parameters = parametersOf(operation.operation, 'query');
      const schema = bodiesOf(operation.operation)['application/json']?.schema;
      const body = schema === undefined ? undefined : limits.least(schema);
      const needed = parameters.filter(({ required }) => required === true);
      const base = Object.fromEntries(needed.map(({ name, schema }) => [name, String(limits.least(schema))]));
      for (const { name, schema: own } of parameters) {
        for (const one of limits.cases(own, `/${name}`, false)) {
          if (Array.isArray(one.value) && one.value.length === 0) continue;
          const value = Array.isArray(one.value) ? one.value.map(String) : String(one.value);
          const faults = await faultsAt(operation, { ...base, [name]: value }, body);
          if (faults.some(isAt(`/${name}`)) === one.fits) wrong.push(told(operation, one));
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('a parameter that is none is refused where there are any', async () => {
    const taken: string[] = [];
    for (const operation of operations) {
      const parameters = parametersOf(operation.operation, 'query');
      if (parameters.length === 0) continue;
      const limits = new Limits(on.description);
      const base = Object.fromEntries(
        parameters
          .filter(({ required }) => required)
          .map(({ name, schema }) => [name, String(limits.least(schema))]),
      );
      const schema = bodiesOf(operation.operation)['application/json']?.schema;
      const body = schema === undefined ? undefined : limits.least(schema);
      const faults = await faultsAt(operation, { ...base, zzz: '1' }, body);
      if (!faults.some(isAt('/zzz'))) taken.push(operation.id);
    }
    expect(taken).toEqual([]);
  });
});
