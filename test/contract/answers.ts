import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { operationsOf, type Responses } from '../../src/http/openapi/operations.js';
import type { Description } from './description.js';

type Response = Exclude<NonNullable<Responses[string]>, { $ref: string }>;

/** Holds answers to the description: status, media type and shape, without a property that it does not name. */
export class AnswerSchemas {
  readonly #description: Description;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(description: Description) {
    this.#description = closed(description);
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
    this.#ajv.addSchema({ ...this.#description, $id: 'api:' });
  }

  /** What is wrong with an answer, in a sentence; undefined: it fits. */
  fault(operation: string, status: number, mediaType: string | undefined, body: unknown): string | undefined {
    const response = this.#response(operation, String(status));
    if (!response) return `${operation} is not said to answer ${status}`;
    if (response.content === undefined) {
      return body === undefined || body === '' ? undefined : `${operation} answers ${status} without a body`;
    }
    const media =
      mediaType === undefined ? undefined : (response.content[mediaType] ?? response.content['*/*']);
    if (!media) return `${operation} is not said to answer ${status} in ${mediaType}`;
    if (body === undefined) return undefined;
    const check = this.#check(`${operation} ${status} ${mediaType}`, media.schema);
    if (check(body)) return undefined;
    const wrong = check.errors!.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return `${operation} ${status}: ${wrong.slice(0, 5).join('; ')}`;
  }

  #response(id: string, status: string): Response | undefined {
    const found = operationsOf(this.#description).find(({ operation }) => operation.operationId === id);
    const response = found?.operation.responses[status];
    if (response === undefined || !('$ref' in response)) return response;
    const name = response.$ref.replace('#/components/responses/', '');
    return this.#description.components?.responses?.[name] as Response | undefined;
  }

  #check(name: string, schema: unknown): ValidateFunction {
    const compiled = this.#compiled.get(name) ?? this.#ajv.compile(absolute(schema) as object);
    this.#compiled.set(name, compiled);
    return compiled;
  }
}

/** Clients must bear a property that is new; we must not answer one that is not described. */
function closed(description: Description): Description {
  const copy = structuredClone(description);
  for (const schema of Object.values(copy.components?.schemas ?? {})) {
    if (!('$ref' in schema) && schema.type === 'object' && schema.properties) {
      schema.additionalProperties ??= false;
    }
  }
  return copy;
}

const absolute = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema ?? true).replaceAll('"#/components/', '"api:#/components/'));
