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
  '/sources/ap/same',
  '/documents/newsweek-2022-01-05',
  '/queue',
  '/audit',
  '/checkpoints',
  '/sign-in',
  '/account',
  '/nowhere',
];

interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}
async function findings(page: Page): Promise<string[]> {
  // Through the protocol, so that the page's own policy against foreign scripts stays as strict as it is.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }).axe.run(),
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

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test('axe finds nothing, and the browser says nothing', async () => {
      const { page, context, complaints } = await open(browser, server, { colorScheme, storageState });
      const found: Record<string, string[]> = {};
      for (const path of pages) {
        await page.goto(path);
        const here = await findings(page);
        if (here.length > 0) found[path] = here;
      }
      expect(found).toEqual({});
      expect(complaints).toEqual([]);
      await context.close();
    }, 180_000);
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
