import { readExamples } from '../../src/http/openapi/examples.js';
import { bodiesOf } from '../../src/http/openapi/operations.js';
import { problemKinds } from '../../src/http/problem.js';
import { startServer } from '../http/support/server.js';
import { AnswerSchemas } from './answers.js';
import { byId, type Description } from './description.js';
import { exchanges } from './exchanges/all.js';
import { comparable, committed, record, type Recording } from './recording.js';

/** How to write them anew: UPDATE_OPENAPI=1 npm test -- test/http/openapi (docs/ARCHITECTURE.md, "Adding a route"). */
describe("the examples in the API's description", () => {
  let description: Description;
  beforeAll(async () => {
    const server = await startServer();
    description = await server.get<Description>('/openapi.json');
    await server.close();
  });

  describe('are what a server answers today', () => {
    let recording: Recording;
    beforeAll(async () => {
      recording = await record();
    }, 60_000);

    it.each(exchanges.map(([group]) => group))('%s', (group) => {
      expect(comparable(committed(group))).toEqual(comparable(recording.get(group)!));
    });
  });

  it('are there for every operation: a request, a body where it takes one, and each answer but errors', () => {
    const { operations } = readExamples();
    const missing: string[] = [];
    for (const [id, { operation }] of byId(description)) {
      const examples = operations[id] ?? [];
      const succeeds = Object.keys(operation.responses).filter((status) => /^[23]/.test(status));
      for (const status of succeeds) {
        if (!examples.some(({ answer }) => String(answer.status) === status))
          missing.push(`${id}: ${status}`);
      }
      for (const mediaType of Object.keys(bodiesOf(operation))) {
        const sent = examples.some(
          (example) => example.body !== undefined && (example.mediaType ?? 'application/json') === mediaType,
        );
        if (!sent) missing.push(`${id}: a body in ${mediaType}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('are there for every kind of problem', () => {
    expect(Object.keys(readExamples().problems).sort()).toEqual(Object.keys(problemKinds).sort());
  });

  it('fit the schemas beside which they stand', () => {
    const schemas = new AnswerSchemas(description);
    const { operations } = readExamples();
    const faults = Object.entries(operations).flatMap(([id, examples]) =>
      examples.flatMap(({ answer }) => schemas.fault(id, answer.status, answer.mediaType, answer.body) ?? []),
    );
    expect(faults).toEqual([]);
  });

  it('of problems fit every operation that is said to answer with them', () => {
    const schemas = new AnswerSchemas(description);
    const { problems } = readExamples();
    const faults: string[] = [];
    for (const [id, { operation }] of byId(description)) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response === undefined || !('$ref' in response)) continue;
        const kinds = response.$ref.replace(/^#\/components\/responses\/\d+-/, '').split('-or-');
        for (const kind of kinds) {
          const problem = problems[kind as keyof typeof problems];
          const fault = schemas.fault(id, Number(status), 'application/problem+json', problem);
          if (fault !== undefined) faults.push(fault);
        }
      }
    }
    expect(faults).toEqual([]);
  });
});
