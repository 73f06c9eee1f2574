import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf, type PlacedOperation } from '../../src/http/openapi/operations.js';

export type Description = OpenAPIObject;

export interface DescribedOperation extends PlacedOperation {
  id: string;
}

/** Every operation by its `operationId`. */
export function byId(description: Description): Map<string, DescribedOperation> {
  return new Map(
    operationsOf(description).map((placed) => {
      const id = placed.operation.operationId!;
      return [id, { ...placed, id }];
    }),
  );
}

export type Query = Record<string, string | string[]>;

/** What is percent-encoded already stays as it is, be it ever so wrong. */
const inAddress = (text: string, name: string): string =>
  name === 'path' || text.includes('%') ? text : encodeURIComponent(text.toWellFormed());

/** The address of an operation, with what stands in its places and after the question mark. */
export function addressOf(template: string, path: Record<string, string> = {}, query: Query = {}): string {
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
  // What follows /log/tile/ is a path of its own, not a name with slashes in it.
  const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => inAddress(path[name] ?? '', name));
  return parameters.size === 0 ? address : `${address}?${parameters.toString()}`;
}
