import type { OpenAPIObject } from '@nestjs/swagger';
import { nameMaxLength, nameShape } from '../dto/fields.js';
import { operationsOf, parametersOf, type SchemaObject } from './operations.js';

/** What stands in an address in place of `{incident}` and the like, for all operations at once. */
const places: Readonly<Record<string, { description: string; schema?: SchemaObject }>> = {
  incident: { description: `An incident: ${nameShape}` },
  question: { description: 'A question of that incident: its key there, or its id' },
  source: { description: `A source: ${nameShape}` },
  document: { description: `A document: ${nameShape}` },
  claim: { description: `A claim: ${nameShape}` },
  constraint: { description: 'Id of a constraint, as the incident lists it' },
  position: { description: 'Position of an event in the log: opaque, a decimal number' },
  index: { description: 'Of the capture in its document, from 0', schema: { type: 'integer', minimum: 0 } },
  user: { description: 'Id of a user' },
  key: { description: 'The public part of a key' },
  module: { description: 'File name of a module, such as index.js' },
  path: { description: 'What follows tile/ in C2SP tlog-tiles, such as 0/000.p/3 or entries/000.p/3' },
};

export function describePlaces(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    for (const parameter of parametersOf(operation, 'path')) {
      // Nest calls what a wildcard stands for by the wildcard.
      if (parameter.name === '*') parameter.name = 'path';
      const place = places[parameter.name];
      parameter.description ??= place?.description ?? '';
      parameter.schema = place?.schema ?? { type: 'string', minLength: 1, maxLength: nameMaxLength };
    }
  }
}
