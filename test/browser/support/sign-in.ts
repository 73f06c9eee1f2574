import type { Browser, BrowserContext } from 'playwright-core';
import { open } from './browser.js';
import type { RunningServer } from './server.js';

export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** As whoever started the ledger, an editor: the one-time token serves once, the session in as many windows as needed. */
export async function signIn(browser: Browser, server: RunningServer): Promise<Session> {
  const { page, context } = await open(browser, server);
  await page.goto('/sign-in');
  await page.getByLabel('Key or token').fill(server.firstToken() ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Queue' }).waitFor();
  const session = await context.storageState();
  await context.close();
  return session;
}
