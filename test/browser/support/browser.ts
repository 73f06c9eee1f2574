import { jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import type { RunningServer } from './server.js';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Debian has it, or where LEDGER_BROWSER says; undefined: the tests of the pages in a browser are skipped. */
export const browserPath: string | undefined =
  process.env['LEDGER_BROWSER'] === undefined
    ? undefined
    : [process.env['LEDGER_BROWSER'], ...candidates].find((path) => existsSync(path) && path.startsWith('/'));

/** Tests in a real browser run by `npm run test:browser`; `npm test` alone says that it skipped them. */
export const inBrowser = browserPath === undefined ? describe.skip : describe;
if (browserPath !== undefined) {
  // A browser on a busy machine is late now and then; what fails twice is wrong, and the first time is told as well.
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
}
if (browserPath === undefined) {
  process.stderr.write('The tests in a browser are skipped here: npm run test:browser runs them.\n');
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });

/** A browser window of its own, and everything that it complained about or asked of anybody else. */
export interface Window {
  context: BrowserContext;
  page: Page;
  complaints: string[];
}

export async function open(
  browser: Browser,
  server: RunningServer,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The browser itself reports answers of 4xx as errors; which of them are meant is for each test to say.
    if (!message.text().startsWith('Failed to load resource'))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== server.address) complaints.push(`request: ${request.url()}`);
  });
  return { context, page, complaints };
}
