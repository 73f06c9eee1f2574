import type { Browser, Page } from 'playwright-core';
import { inBrowser, launch, open, type Window } from './support/browser.js';
import { signIn, type Session } from './support/sign-in.js';
import { startServer, type RunningServer } from './support/server.js';

const base = '/incidents/ain-al-asad-rockets-2022-01-05';
const hostile = `Col. "O'Hare" <script>alert(1)</script><img src=x onerror=alert(2)>`;
const arabic = 'الناطق باسم القيادة';

inBrowser('an editor works', () => {
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

  /** Sends the form that is open. */
  const send = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const why = (page: Page, reason: string) => page.getByLabel(/^Why/).fill(reason);

  describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
    let window: Window;
    let page: Page;
    const tag = javaScriptEnabled ? 'with' : 'without';
    beforeEach(async () => {
      window = await open(browser, server, { javaScriptEnabled, storageState });
      page = window.page;
    });
    afterEach(async () => {
      expect(window.complaints).toEqual([]);
      await window.context.close();
    });

    test('opens an incident from templates, and records its first claim with all that is missing', async () => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Open an incident' }).click();
      await page.getByLabel(/What people call it/).fill(`Strike on Tanf, ${tag} scripts`);
      await page.getByLabel('Time zone of the place').fill('Asia/Damascus');
      await page.getByLabel('An attack', { exact: true }).check();
      await page.getByLabel('Casualties', { exact: true }).check();
      await send(page, 'Open it');
      await page.getByRole('status').getByText('Recorded.').waitFor();
      await page.getByText('landed = landed-inside + landed-outside').waitFor();

      await page.getByRole('link', { name: 'Record a claim' }).click();
      await page.getByText('A document that is not in the ledger yet').click();
      await page.getByLabel('Title', { exact: true }).fill(`Rockets hit Tanf (${tag})`);
      await page.getByLabel('Published by').fill('Associated Press');
      await page.getByLabel('Address').fill('https://example.org/tanf');
      await page.getByLabel('Published at').fill('2026-11-20T14:00Z');
      const text = `A base was hit on Friday.\nFive rockets landed inside, said ${hostile}. More: ${arabic}.`;
      await page.getByLabel('The text of the document').fill(text);
      await page.getByLabel('The words that say it').fill('Five rockets landed inside');
      await page.getByLabel('Whose words they are', { exact: true }).fill(`${hostile} ${tag}`);
      await page
        .getByLabel('On which question')
        .selectOption('How many projectiles landed inside the perimeter?');
      await send(page, 'Take this question');
      expect(await page.getByLabel('The words that say it').inputValue()).toBe('Five rockets landed inside');
      await page.getByLabel('Number', { exact: true }).fill('5');
      await send(page, 'Record it');

      await page.getByRole('heading', { name: 'Who is this?' }).waitFor();
      expect(await page.getByLabel('The text of the document').inputValue()).toBe(text);
      const asked = page.getByRole('group', { name: `“${hostile} ${tag}”` });
      await asked.getByLabel('none of these: a new source').check();
      await asked.getByLabel('A new one is').selectOption('person');
      await send(page, 'Record it');

      await page.getByRole('heading', { level: 1, name: /^Claim c-/ }).waitFor();
      await page.getByRole('heading', { name: 'Its words' }).waitFor();
      expect(await page.locator('.capture').innerText()).toContain(arabic);
      expect(await page.locator('mark').innerText()).toBe('Five rockets landed inside');
      expect(await page.locator('.big').first().innerText()).toContain(hostile);
      await page
        .getByRole('link', { name: 'How many projectiles landed inside the perimeter?' })
        .first()
        .click();
      await page.getByRole('heading', { name: 'What is claimed' }).waitFor();
      expect(await page.getByRole('region', { name: 'Who says what' }).first().innerText()).toContain(
        hostile,
      );
    });

    test('previews a decision, is asked why, decides, and takes it back', async () => {
      const question = javaScriptEnabled ? 'fired' : 'landed-inside';
      await page.goto(`${base}/questions/${question}`);
      await page.getByRole('link', { name: 'Decide', exact: true }).click();
      await page.getByLabel(/^The value/).selectOption('exactly');
      await page.getByLabel('Number', { exact: true }).fill('5');
      await page.getByRole('checkbox').first().check();
      await send(page, 'Preview');
      const preview = page.getByRole('region', { name: 'Preview' });
      expect(await preview.innerText()).toMatch(
        /Decided as 5 rockets[\s\S]*Contested →[\s\S]*Decided by an editor/,
      );
      await send(page, 'Decide');
      expect(await page.getByRole('alert').innerText()).toContain('A reason in a sentence is missing');
      expect(await page.getByLabel('Number', { exact: true }).inputValue()).toBe('5');
      await why(page, 'The officer who counted them says five.');
      await send(page, 'Decide');
      await page.getByRole('heading', { name: 'Decided by an editor' }).waitFor();
      expect(await page.getByRole('region', { name: 'Decided by an editor' }).innerText()).toContain(
        'who counted them',
      );

      await page.getByRole('link', { name: /^Undo: decided the question/ }).click();
      await why(page, 'Too early.');
      await send(page, 'Take it back');
      await page.getByRole('status').getByText('Recorded.').waitFor();
      expect(await page.getByRole('heading', { name: 'Decided by an editor' }).count()).toBe(0);
    });

    test('grades a claim, moves it, and moves it back', async () => {
      const claim = javaScriptEnabled ? 'apv2-03' : 'nw-022';
      await page.goto(`/claims/${claim}`);
      await page.getByRole('link', { name: 'Grade', exact: true }).click();
      await page.getByLabel('2, probably true').check();
      await why(page, 'Two outlets have it from the officer himself.');
      await send(page, 'Grade it');
      await page.getByText('Credibility 2, probably true').waitFor();

      await page.getByRole('link', { name: 'Move', exact: true }).click();
      await page.getByLabel(/^Question, as/).fill('no-such/question');
      await why(page, 'It speaks of hits.');
      await send(page, 'Move it');
      expect(await page.getByRole('alert').innerText()).toContain('No question is called');
      expect(await page.getByLabel(/^Why/).inputValue()).toBe('It speaks of hits.');
      await page.getByLabel(/^Question, as/).fill('ain-al-asad-rockets-2022-01-05/hit');
      await send(page, 'Move it');
      await page.getByRole('link', { name: 'How many rockets hit the base?' }).first().waitFor();
      await page.getByRole('link', { name: /^Undo: moved to another question/ }).click();
      await why(page, 'Wrong after all.');
      await send(page, 'Take it back');
      await page.getByRole('link', { name: 'How many rockets landed inside the base?' }).first().waitFor();
    });

    test('marks two names as one source, and says so where either stands', async () => {
      const [one, other] = javaScriptEnabled ? ['al-manar', 'shafaq-news'] : ['newsweek', 'rfi'];
      await page.goto(`/sources/${one}/same`);
      await page.getByLabel(/The other source/).fill(other);
      await why(page, 'To see what it does.');
      await send(page, 'Mark them as one');
      await page.getByRole('region', { name: 'Who it is' }).getByText('The same as').waitFor();
      await page.getByRole('link', { name: /^Undo: marked as one/ }).click();
      await why(page, 'Only to see.');
      await send(page, 'Take it back');
      expect(await page.getByRole('region', { name: 'Who it is' }).getByText('The same as').count()).toBe(0);
    });
  });

  test('two editors at once: the second is shown what the first did, and loses nothing typed', async () => {
    const first = await open(browser, server, { storageState });
    const second = await open(browser, server, { storageState });
    for (const { page } of [first, second]) await page.goto('/claims/nw-084/rank');
    await first.page.getByLabel('preferred').check();
    await why(first.page, 'The clearest of them.');
    await send(first.page, 'Rank it');
    await second.page.getByLabel('deprecated').check();
    await why(second.page, 'A summary, no report.');
    await send(second.page, 'Rank it');
    const alert = second.page.getByRole('alert');
    expect(await alert.innerText()).toMatch(
      /Somebody changed this[\s\S]*ranked the claim preferred[\s\S]*The clearest of them/,
    );
    expect(await second.page.getByLabel('deprecated').isChecked()).toBe(true);
    expect(await second.page.getByLabel(/^Why/).inputValue()).toBe('A summary, no report.');
    await send(second.page, 'Rank it all the same');
    await second.page.getByText('Ranked deprecated').waitFor();
    for (const { context, complaints } of [first, second]) {
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  test('a claim that arrives while somebody decides is shown before she does', async () => {
    const decider = await open(browser, server, { storageState });
    const recorder = await open(browser, server, { storageState });
    await decider.page.goto(`${base}/questions/landed-outside/resolve`);
    await recorder.page.goto(
      '/claims/new?incident=ain-al-asad-rockets-2022-01-05&question=landed-outside&document=jp2-page',
    );
    const document = recorder.page.getByLabel('Document', { exact: true });
    if ((await document.inputValue()) === '') throw new Error('the form forgot its document');
    await recorder.page
      .getByLabel('Whose words they are', { exact: true })
      .fill('U.S.-led coalition against the Islamic State group');
    await recorder.page.getByLabel('Number', { exact: true }).fill('4');
    await send(recorder.page, 'Record it');
    await recorder.page.getByRole('heading', { level: 1, name: /^Claim c-/ }).waitFor();

    await decider.page.getByLabel(/^The value/).selectOption('exactly');
    await decider.page.getByLabel('Number', { exact: true }).fill('3');
    await decider.page.getByRole('checkbox').first().check();
    await why(decider.page, 'The officer says three.');
    await send(decider.page, 'Decide');
    const arrived = decider.page.getByRole('alert');
    expect(await arrived.innerText()).toMatch(/The record changed while you were deciding[\s\S]*4 rockets/);
    expect(await decider.page.getByLabel(/^Why/).inputValue()).toBe('The officer says three.');
    await send(decider.page, 'Decide all the same');
    await decider.page.getByRole('heading', { name: 'Decided by an editor' }).waitFor();
    for (const { context, complaints } of [decider, recorder]) {
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  test('by keyboard alone: to an incident, to a question, to a decision', async () => {
    const { page, context, complaints } = await open(browser, server, { storageState });
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Coalition artillery towards Mayadeen, in reply');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { level: 1, name: 'Coalition artillery towards Mayadeen, in reply' })
      .waitFor();
    await tabTo(page, 'How many rounds did the coalition fire in reply?');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    await tabTo(page, 'How many rounds did the coalition fire in reply?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { level: 1, name: 'How many rounds did the coalition fire in reply?' })
      .waitFor();
    await tabTo(page, 'Decide');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Decide a question' }).waitFor();
    await tabTo(page, '', 'select-one');
    await page.keyboard.press('e');
    await tabTo(page, '', 'text');
    await page.keyboard.type('6');
    await tabTo(page, '', 'checkbox');
    await page.keyboard.press('Space');
    await tabTo(page, '', 'textarea');
    await page.keyboard.type('The release counts six.');
    await tabTo(page, 'Decide');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Decided by an editor' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a reader is offered nothing of this, and sent to sign in', async () => {
    const { page, context } = await open(browser, server);
    await page.goto('/claims/nw-022');
    expect(await page.getByRole('link', { name: 'Withdraw' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Queue' }).count()).toBe(0);
    await page.goto('/claims/nw-022/withdraw');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.getByLabel('Key or token').fill('no-such-key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.locator('main').innerText()).toContain('not good here');
    await context.close();
  });
});

/** Presses Tab until what has the focus says this, or is such a control, as somebody without a mouse does. */
async function tabTo(page: Page, words: string, control?: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => ({
      words: document.activeElement?.textContent?.trim() ?? '',
      control: (document.activeElement as HTMLInputElement | null)?.type ?? '',
    }));
    if (control === undefined ? focus.words === words : focus.control === control) return;
  }
  throw new Error(`Tab never came to ${control ?? words}`);
}
