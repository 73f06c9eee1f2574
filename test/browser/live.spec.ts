import type { Browser } from 'playwright-core';
import { inBrowser, launch, open } from './support/browser.js';
import { signIn, type Session } from './support/sign-in.js';
import { startServer, type RunningServer } from './support/server.js';

inBrowser('while a page is open', () => {
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

  test('what somebody else does appears without reload, says whose it is, and keeps what is being typed', async () => {
    const reader = await open(browser, server);
    const editor = await open(browser, server, { storageState });
    await reader.page.goto('/incidents/ain-al-asad-rockets-2022-01-05/questions/landed-inside');
    await reader.page.getByLabel('As the public could know at').fill('2022-01-0');
    await editor.page.goto('/claims/nw-022/withdraw');
    await editor.page.getByLabel(/^Why/).fill('Entered twice.');
    await editor.page.getByRole('button', { name: 'Withdraw it' }).click();
    await editor.page.getByText('Withdrawn, it should never have been entered').waitFor();

    const told = reader.page.getByRole('status');
    await told.getByText(/^Just now \S+ withdrew the claim/).waitFor();
    await reader.page.getByRole('link', { name: 'nw-022' }).first().waitFor({ state: 'detached' });
    expect(await reader.page.getByLabel('As the public could know at').inputValue()).toBe('2022-01-0');
    for (const { context, complaints } of [reader, editor]) {
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  test('a page of an instant follows nothing: it does not change', async () => {
    const { page, context } = await open(browser, server);
    await page.goto('/incidents/ain-al-asad-rockets-2022-01-05?publicAt=2022-01-06');
    expect(await page.locator('[data-live-words]').count()).toBe(0);
    await context.close();
  });
});
