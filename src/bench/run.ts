import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Measure, reached, type Result } from './measure.js';

/**
 * `npm run bench [-- NAME... --json]`: every file of this folder that exports `measures` is run, one after another.
 * `--json` prints one line a result and nothing else.
 */
const args = process.argv.slice(2);
const json = args.includes('--json');
const wanted = args.filter((arg) => !arg.startsWith('--'));

async function allMeasures(): Promise<Measure[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.js')).sort();
  const measures: Measure[] = [];
  for (const file of files) {
    if (file === 'run.js') continue;
    const module = (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as {
      measures?: Measure;
    };
    if (module.measures) measures.push(module.measures);
  }
  return measures;
}

function print(result: Result): void {
  const { name, ratio, goal, better } = result;
  const rounded = Number(ratio.toPrecision(4));
  if (json) {
    console.log(JSON.stringify({ name, ratio: rounded, goal, better }));
    return;
  }
  const verdict = reached(result) ? 'reached' : 'MISSED ';
  const sign = better === 'higher' ? '>=' : '<=';
  console.log(`${verdict}  ${name.padEnd(58)} ${String(rounded).padStart(8)}  (goal ${sign} ${goal})`);
  if (result.detail) console.log(`         ${result.detail}`);
}

const measures = (await allMeasures()).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (measures.length === 0) {
  console.error(`there is no benchmark called ${wanted.join(' or ')}`);
  process.exitCode = 2;
}
for (const measure of measures) {
  if (!json) console.log(`-- ${measure.name}`);
  for (const result of await measure.run()) print(result);
}
