import type { Browser } from 'playwright-core';
import { inBrowser, launch, open } from './support/browser.js';
import { startServer, type RunningServer } from './support/server.js';

interface Verifier {
  parseVerifierKey: (text: string) => Promise<unknown>;
  verifyClaimProof: (
    text: string,
    keys: unknown[],
  ) => Promise<{
    checkpoint: { size: number };
    events: { envelope: { type: string; data: { key: string } } }[];
  }>;
}

inBrowser('a page verifies what it shows', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer();
    browser = await launch();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('by the modules that the server serves, under its own rules for scripts', async () => {
    const { page, context, complaints } = await open(browser, server);
    await page.goto('/');
    const verdicts = await page.evaluate(async () => {
      const text = async (path: string) => (await fetch(path)).text();
      const module = '/log/verifier/index.js';
      const { parseVerifierKey, verifyClaimProof } = (await import(module)) as Verifier;
      const key = await parseVerifierKey((await text('/log/key')).trim());
      const proof = await text('/v1/claims/nw-022/proof');
      const proven = await verifyClaimProof(proof, [key]);
      const changed = await verifyClaimProof(proof.replace('"leafIndex":', '"leafIndex":1'), [key]).then(
        () => 'verified',
        (error: Error) => error.name,
      );
      return { changed, event: proven.events[0]!.envelope, size: proven.checkpoint.size };
    });
    expect(verdicts).toMatchObject({
      changed: 'NotProven',
      event: { type: 'ClaimRecorded', data: { key: 'nw-022' } },
      size: 435,
    });
    expect(complaints).toEqual([]);
    await context.close();
  });
});
