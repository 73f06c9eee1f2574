import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;
export type Responses = Operation['responses'];
export type Components = NonNullable<OpenAPIObject['components']>;
export type Schema = NonNullable<Components['schemas']>[string];
export type SchemaObject = Exclude<Schema, { $ref: string }>;
export type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;
export type RequestBody = Exclude<NonNullable<Operation['requestBody']>, { $ref: string }>;
export type MediaType = NonNullable<RequestBody['content'][string]>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

export interface PlacedOperation {
  method: Method;
  path: string;
  operation: Operation;
}

/** Every operation of the description, in the order in which its paths stand. */
export function operationsOf({ paths }: OpenAPIObject): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
}

export const parametersOf = (operation: Operation, place?: Parameter['in']): Parameter[] =>
  (operation.parameters ?? []).filter(
    (parameter): parameter is Parameter =>
      !('$ref' in parameter) && (place === undefined || parameter.in === place),
  );

/** The bodies that it takes, by media type. */
export function bodiesOf({ requestBody }: Operation): Record<string, MediaType> {
  return requestBody === undefined || '$ref' in requestBody ? {} : requestBody.content;
}

/** What it answers with a status, by media type. */
export function contentOf({ responses }: Operation, status: string): Record<string, MediaType> | undefined {
  const response = responses[status];
  return response === undefined || '$ref' in response ? undefined : response.content;
}

/** The name of the schema that is meant, where it is one of the document's own. */
export function schemaName(schema: Schema | undefined): string | undefined {
  const ref = schema !== undefined && '$ref' in schema ? schema.$ref : undefined;
  return ref?.startsWith(schemaPrefix) === true ? ref.slice(schemaPrefix.length) : undefined;
}

const schemaPrefix = '#/components/schemas/';
