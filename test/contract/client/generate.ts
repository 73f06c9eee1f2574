import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { join } from 'node:path';
import { projectRoot } from '../../../src/runtime.js';
import type { Description } from '../description.js';

export const clientTypesFile = join(projectRoot, 'test', 'contract', 'client', 'api.d.ts');

/** The API's types, for openapi-fetch: made of the description alone. */
export async function typesOf(description: Description): Promise<string> {
  // Examples are of no use in types, and would be most of the file.
  const bare = JSON.parse(
    JSON.stringify(description, (name, value: unknown) =>
      name === 'example' || name === 'examples' ? undefined : value,
    ),
  ) as Parameters<typeof openapiTS>[0];
  return `${COMMENT_HEADER}${astToString(await openapiTS(bare))}`;
}
