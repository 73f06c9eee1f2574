import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/runtime.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startProcess, type RunningProcess } from './support/process.js';

interface Step {
  command: string;
  /** what the page shows of the answer */
  shown?: object;
}

/** The commands of docs/API.md with the answers that stand beside them, in order. */
function steps(): Step[] {
  const page = readFileSync(join(projectRoot, 'docs', 'API.md'), 'utf8');
  const found: Step[] = [];
  for (const [, language, block] of page.matchAll(/^```(sh|json)\n(.*?)^```$/gms)) {
    if (language === 'sh') found.push({ command: block! });
    else found.at(-1)!.shown = JSON.parse(block!) as object;
  }
  return found;
}

const separator = '\u001e';
/** curl as a reader runs it, but an error of the server ends the script, and each answer stands by itself. */
const preamble = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; }
next() { printf '${separator}'; }
`;

describe('the tour of the API in docs/API.md', () => {
  const folder = temporaryFolder();
  let server: RunningProcess;
  beforeAll(async () => {
    server = startProcess({ LEDGER_DATA_DIR: folder.path, LEDGER_FOUNDING_CASE: '1' });
    await server.ready;
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  it('can be followed command by command, and answers what it shows', async () => {
    const tour = steps();
    expect(tour.length).toBeGreaterThan(10);
    const script = preamble + tour.map(({ command }) => `${command}\nnext\n`).join('');
    const { out, err, code } = await run(script, {
      LEDGER: await server.ready,
      LEDGER_DATA_DIR: folder.path,
    });
    const answers = out.split(separator);
    expect({ code, err, reached: answers.length - 1 }).toEqual({ code: 0, err: '', reached: tour.length });
    const shown = tour.flatMap((step, index) =>
      step.shown ? [{ shown: step.shown, answer: answers[index]! }] : [],
    );
    expect(shown.length).toBeGreaterThan(8);
    for (const { shown: part, answer } of shown) expect(lastJson(answer)).toMatchObject(part);
  }, 120_000);
});

/** Answers of several commands stand one behind the other, each a JSON object. */
function lastJson(answers: string): object {
  for (let start = answers.indexOf('{'); start !== -1; start = answers.indexOf('{', start + 1)) {
    if (start > 0 && answers[start - 1] !== '}') continue;
    try {
      return JSON.parse(answers.slice(start)) as object;
    } catch {
      // there is another answer behind this one
    }
  }
  throw new Error(`no JSON in: ${answers.slice(0, 300)}`);
}

function run(script: string, environment: Record<string, string>) {
  return new Promise<{ out: string; err: string; code: number | null }>((resolve) => {
    const child = spawn('bash', ['-c', script], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ out, err, code }));
  });
}
