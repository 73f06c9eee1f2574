import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/runtime.js';
import type { Description } from '../description.js';
import { clientTypesFile, typesOf } from './generate.js';

describe('the types of the client', () => {
  it('are those of the committed description', async () => {
    const description = JSON.parse(
      readFileSync(join(projectRoot, 'docs', 'openapi.json'), 'utf8'),
    ) as Description;
    expect(readFileSync(clientTypesFile, 'utf8')).toBe(await typesOf(description));
  });
});
