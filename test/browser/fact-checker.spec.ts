import type { Browser } from 'playwright-core';
import { inBrowser, launch, open, type Window } from './support/browser.js';
import { startServer, type RunningServer } from './support/server.js';

const base = '/incidents/ain-al-asad-rockets-2022-01-05';

inBrowser('a fact-checker audits the founding case', () => {
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

  describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
    let window: Window;
    beforeEach(async () => {
      window = await open(browser, server, { javaScriptEnabled });
    });
    afterEach(async () => {
      expect(window.complaints).toEqual([]);
      await window.context.close();
    });

    test('from the list to what is contested', async () => {
      const { page } = window;
      await page.goto('/');
      await page.getByLabel('Show', { exact: true }).selectOption('Contested');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByRole('link', { name: 'Rockets at Ain al-Asad air base, 5 January 2022' }).click();
      await page.getByRole('heading', { level: 1, name: /^Rockets at Ain al-Asad/ }).waitFor();
      const row = page.getByRole('row', { name: /How many rockets landed inside the base/ });
      expect(await row.innerText()).toMatch(/Contested[\s\S]*0 rockets[\s\S]*5 rockets/);
    });

    test('finds a claim by a word of its quote', async () => {
      const { page } = window;
      await page.goto('/');
      await page.getByLabel(/^Search incidents/).fill('Katyusha');
      await page.getByRole('button', { name: 'Show' }).click();
      const found = page.getByRole('region', { name: /passages? found/ });
      expect(await found.locator('mark').first().innerText()).toMatch(/katyusha/i);
    });

    test('moves the clock of the public, and the link keeps it', async () => {
      const { page } = window;
      await page.goto(base);
      await page.getByLabel('As the public could know at').fill('2022-01-05 22:00');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      expect(new URL(page.url()).searchParams.get('publicAt')).toBe('2022-01-05 22:00');
      await page.getByText('public at 2022-01-05 22:00 UTC').waitFor();
      await page.getByRole('heading', { name: 'Perhaps public by then' }).waitFor();
      await page.getByRole('link', { name: /Report after/ }).click();
      await page.getByRole('link', { name: 'Back to now' }).click();
      expect(new URL(page.url()).search).toBe('');
    });

    test('says on the page what is no instant, and shows now', async () => {
      const { page } = window;
      await page.goto(`${base}?publicAt=noon`);
      expect(await page.getByRole('alert').innerText()).toContain('“noon” is no instant');
    });

    test('compares two instants, from the one that the incident is shown at', async () => {
      const { page } = window;
      await page.goto(`${base}?publicAt=2022-01-05T20:00Z`);
      await page.getByRole('link', { name: 'What changed between two instants' }).click();
      expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2022-01-05T20:00Z');
      await page.getByLabel('To (empty: now)').fill('2022-01-06');
      await page.getByRole('button', { name: 'Compare' }).click();
      const fired = page.getByRole('region', { name: 'How many rockets were fired at the base?' });
      expect(await fired.innerText()).toContain('It was unreported and is contested.');
      await fired.getByRole('link', { name: 'tp6-01' }).click();
      await page.getByRole('heading', { name: 'Claim tp6-01' }).waitFor();
    });

    test('looks behind a number of a source’s record', async () => {
      const { page } = window;
      await page.goto('/sources/coalition');
      await page.getByRole('link', { name: 'Updated since, its own: 1' }).click();
      const behind = page.getByRole('region', { name: 'Updated since, of its own claims' }).first();
      expect(await behind.innerText()).toContain('How many rounds were fired');
    });

    test('follows a question to its speakers, policies and reasons', async () => {
      const { page } = window;
      await page.goto(base);
      await page
        .getByRole('heading', { name: 'How many rockets landed inside the base?' })
        .getByRole('link')
        .click();
      const matrix = page.getByRole('region', { name: 'Who says what' }).first();
      expect(await matrix.innerText()).toContain('An Iraqi officer, to the AP');
      const policies = page.getByRole('region', { name: 'Policies side by side' }).first();
      expect(await policies.getByRole('row', { name: /range@1/ }).innerText()).toContain('0 to 5 rockets');
      await page.getByText('Claim by claim').click();
      await page.getByText(/apv2-03 .*counts: its chain ends in/).waitFor();
      expect(await page.locator('#sentence').innerText()).toContain(
        `${server.address}${base}/questions/landed-inside`,
      );
    });

    test('follows a claim to its words and its origin', async () => {
      const { page } = window;
      await page.goto(`${base}/questions/landed-inside`);
      await page
        .getByRole('region', { name: 'Who says what' })
        .first()
        .getByRole('link', { name: 'nw-022' })
        .click();
      await page.getByRole('heading', { level: 1, name: 'Claim nw-022' }).waitFor();
      expect(await page.locator('mark').first().innerText()).toContain('Five Katyusha rockets');
      await page.getByRole('link', { name: /An Iraqi officer, to the AP.*unnamed speaker · origin/ }).click();
      await page.getByRole('heading', { level: 1, name: 'An Iraqi officer, to the AP' }).waitFor();
      await page.getByRole('heading', { name: 'What it said and passed on' }).waitFor();
    });

    test('asks who did what, and sees what the log signed', async () => {
      const { page } = window;
      await page.goto('/audit');
      await page.getByLabel('What happened').selectOption('ClaimMovedToQuestion');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      expect(await page.getByRole('region', { name: 'Events' }).innerText()).toContain(
        'moved to another question',
      );
      await page.goto('/checkpoints');
      expect(await page.getByLabel('The signed note').innerText()).toContain('— ');
    });

    test('gets a page that says what is wrong, where nothing is', async () => {
      const { page } = window;
      const answer = await page.goto('/incidents/nowhere-at-all');
      expect(answer!.status()).toBe(404);
      await page.getByRole('heading', { name: 'The ledger holds no such thing' }).waitFor();
      expect(await page.locator('body').innerText()).toContain('search the list of incidents');
    });

    test('chooses colours, and they stay', async () => {
      const { page } = window;
      await page.goto('/sources');
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(new URL(page.url()).pathname).toBe('/sources');
      expect(await page.locator('html').getAttribute('data-scheme')).toBe('dark');
    });
  });

  test('verifies a proof in the page', async () => {
    const { page, context, complaints } = await open(browser, server);
    await page.goto('/claims/nw-022');
    await page.getByRole('button', { name: 'Verify in this page' }).click();
    await page.getByText(/^✔ Verified in this page/).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('is not told that a changed proof is good', async () => {
    const { page, context } = await open(browser, server);
    await page.route('**/proof', async (route) => {
      const answer = await route.fetch();
      const proof = (await answer.json()) as { events: { leaf: string }[] };
      const leaf = Buffer.from(proof.events[0]!.leaf, 'base64').toString('utf8');
      proof.events[0]!.leaf = Buffer.from(leaf.replace('Five', 'Nine'), 'utf8').toString('base64');
      await route.fulfill({ response: answer, json: proof });
    });
    await page.goto('/claims/nw-022');
    await page.getByRole('button', { name: 'Verify in this page' }).click();
    await page.getByText(/^✕ Not verified/).waitFor();
    await context.close();
  });

  test('has every page as JSON under the same address', async () => {
    const { page, context } = await open(browser, server);
    for (const path of [
      '/',
      base,
      `${base}/questions/fired`,
      '/claims/nw-022',
      '/sources',
      '/audit',
      '/checkpoints',
    ]) {
      await page.goto(path);
      const twin = await page.locator('link[rel=alternate]').getAttribute('href');
      const answer = await context.request.get(twin!);
      expect(answer.headers()['content-type']).toContain('application/json');
      expect(Object.keys((await answer.json()) as object).length).toBeGreaterThan(1);
    }
    await context.close();
  });
});
