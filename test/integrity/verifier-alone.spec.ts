import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/runtime.js';

describe('the verifier runs in a page', () => {
  const folder = join(projectRoot, 'src/integrity/verifier');
  test.each(readdirSync(folder))(
    '%s imports nothing but its neighbours, and needs nothing of Node',
    (file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const [, from] of text.matchAll(/from '([^']*)'/g)) expect(from).toMatch(/^\.\/[a-z-]+\.js$/);
      expect(text).not.toMatch(/\b(Buffer|process|require|globalThis\.gc)\b/);
    },
  );
});
