import { join } from 'node:path';
import { linesOf, startChild } from '../log/children/start.js';

test('any byte of a proof, a checkpoint, a key, a tile or a stored event that is changed is found: 10,000 changes each', async () => {
  const [line] = await linesOf(startChild(join(import.meta.dirname, 'children/flips.ts'), ['10000']));
  expect(JSON.parse(line!)).toEqual([]);
}, 120_000);
