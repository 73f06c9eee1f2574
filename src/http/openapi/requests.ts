import type { OpenAPIObject } from '@nestjs/swagger';
import {
  bodiesOf,
  operationsOf,
  schemaName,
  type Operation,
  type Schema,
  type SchemaObject,
} from './operations.js';

/** What a request may hold is all that its schema names: the validation refuses unknown fields (http/validation.ts). */
export function closeRequests(document: OpenAPIObject): void {
  const schemas = document.components?.schemas ?? {};
  const closed = new Set<string>();
  const close = (schema: Schema | undefined): void => {
    if (!schema) return;
    const name = schemaName(schema);
    if (name !== undefined) {
      if (closed.has(name)) return;
      closed.add(name);
      close(schemas[name]);
      return;
    }
    const own = schema as SchemaObject;
    for (const part of partsOf(own)) close(part);
    if (own.type === 'object' && own.properties) own.additionalProperties ??= false;
  };
  for (const { operation } of operationsOf(document)) {
    for (const { schema } of Object.values(bodiesOf(operation))) {
      close(schema);
      mayBeLeftOut(operation, schemas[schemaName(schema) ?? '']);
    }
  }
}

/** A body of which nothing must be there need not be there itself. */
function mayBeLeftOut({ requestBody }: Operation, schema: Schema | undefined): void {
  if (!requestBody || '$ref' in requestBody || !schema || '$ref' in schema) return;
  if (schema.type === 'object' && (schema.required ?? []).length === 0) requestBody.required = false;
}

const partsOf = ({ properties = {}, items, allOf = [], oneOf = [], anyOf = [] }: SchemaObject): Schema[] => [
  ...Object.values(properties),
  ...(items === undefined ? [] : [items]),
  ...allOf,
  ...oneOf,
  ...anyOf,
];
