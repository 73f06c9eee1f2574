import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { inBrowser, launch, open } from './support/browser.js';
import { signIn, type Session } from './support/sign-in.js';
import { startServer, type RunningServer } from './support/server.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const base = '/incidents/ain-al-asad-rockets-2022-01-05';
const pages = [
  '/',
  '/?text=rockets',
  base,
  `${base}?publicAt=2022-01-05T22:00Z`,
  `${base}/diff?clock=publicAt&from=2022-01-05T20:00Z&to=2022-01-06`,
  `${base}/diff?from=2020-01-01`,
  `${base}/questions/landed-inside`,
  `${base}/questions/landed-inside/resolve`,
  `${base}/questions/new`,
  '/incidents/green-village-fire-2022-01-05/questions/fired',
  '/incidents/new',
  `/claims/new?incident=ain-al-asad-rockets-2022-01-05&question=fired`,
  '/claims/nw-022',
  '/claims/nw-022/grade',
  '/claims/nw-022/move',
  '/sources',
  '/sources/ap',
  '/sources/coalition?what=contradicted&part=said',
  '/sources/ap/same',
  '/documents/newsweek-2022-01-05',
  '/queue',
  '/audit',
  '/checkpoints',
  '/sign-in',
  '/account',
  '/nowhere',
];

interface Axe {
  run(root: Document, options: { resultTypes: string[] }): Promise<{ violations: Finding[] }>;
}
interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}
async function findings(page: Page): Promise<string[]> {
  // Through the protocol, so that the page's own policy against foreign scripts stays as strict as it is.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

inBrowser('every page, for everybody', () => {
  let server: RunningServer;
  let browser: Browser;
  let storageState: Session;
  beforeAll(async () => {
    server = await startServer();
    browser = await launch();
    storageState = await signIn(browser, server);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(pages)('axe finds nothing in either scheme, and the browser says nothing: %s', async (path) => {
    const { page, context, complaints } = await open(browser, server, { storageState });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      expect(await findings(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('nothing is cut off at 320 pixels', async () => {
    const { page, context } = await open(browser, server, {
      viewport: { width: 320, height: 700 },
      storageState,
    });
    for (const path of pages) {
      await page.goto(path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, width]).toEqual([path, 320]);
    }
    await context.close();
  }, 60_000);
});
