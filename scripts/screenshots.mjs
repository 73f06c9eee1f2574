// Makes the pictures in docs/screenshots from the founding case: npm run screenshots. Needs Chromium (Debian:
// apt-get install chromium), or LEDGER_BROWSER with the path of one.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'ledger-screenshots-'));
const pictures = join(root, 'docs', 'screenshots');
const incident = '/incidents/ain-al-asad-rockets-2022-01-05';

const shots = [
  { name: 'incidents', path: '/' },
  { name: 'incident', path: incident, height: 1400 },
  { name: 'incident-as-public-then', path: `${incident}?publicAt=2022-01-05T23:00Z`, height: 900 },
  { name: 'question', path: `${incident}/questions/landed-inside`, height: 1500 },
  { name: 'claim', path: '/claims/nw-022' },
  { name: 'claim-dark', path: '/claims/nw-022', scheme: 'dark' },
  { name: 'queue', path: '/queue', height: 1100 },
  { name: 'decide', path: `${incident}/questions/landed-inside/resolve`, height: 1200 },
  {
    name: 'record',
    path: '/claims/new?incident=ain-al-asad-rockets-2022-01-05&question=fired',
    height: 1500,
  },
  { name: 'source', path: '/sources/ap', height: 1000 },
  { name: 'proofs', path: '/checkpoints' },
  { name: 'incident-narrow', path: incident, width: 360, height: 800 },
];

const server = spawn(process.execPath, [join(process.env.LEDGER_DIST ?? join(root, 'dist'), 'main.js')], {
  env: { ...process.env, PORT: '0', LEDGER_DATA_DIR: folder, LEDGER_FOUNDING_CASE: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise((resolve, reject) => {
  let said = '';
  server.stdout.on('data', (chunk) => {
    said += chunk;
    const found = /^\s*address\s+(http\S+)/m.exec(said);
    if (found) resolve(found[1]);
  });
  server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
});

mkdirSync(pictures, { recursive: true });
const executablePath = [process.env.LEDGER_BROWSER, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const storageState = await signIn();
  for (const { name, path, scheme = 'light', width = 1280, height = 900 } of shots) {
    const viewport = { width, height };
    const context = await browser.newContext({
      baseURL: address,
      colorScheme: scheme,
      viewport,
      storageState,
    });
    const page = await context.newPage();
    await page.goto(path);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    await context.close();
    console.log(`docs/screenshots/${name}.png`);
  }
} finally {
  await browser.close();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function signIn() {
  const context = await browser.newContext({ baseURL: address });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Key or token').fill(readFileSync(join(folder, 'first-token'), 'utf8').trim());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Queue' }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}
