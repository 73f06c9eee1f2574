import { renderToString } from 'preact-render-to-string';
import { page } from '../../src/web/frame.js';
import { ClaimContent, type ClaimPage } from '../../src/web/pages/claim-page.js';
import { Clocks, IncidentContent } from '../../src/web/pages/incident-page.js';
import { IncidentsContent, Marked } from '../../src/web/pages/incidents-page.js';
import { card, editor, frame, hostile, incident, question, reader } from './support/made.js';

/** What a browser would run or load that the page does not mean to. */
function expectHarmless(html: string): void {
  expect(html).not.toMatch(/<script(?! src="\/assets\/[a-z-]+\.js")/);
  expect(html).not.toMatch(/<img/);
  expect(html).not.toMatch(/<[^>]*\son[a-z]+=/i);
  expect(html).not.toMatch(/\sstyle=/);
  expect(html).not.toMatch(/<style/);
  expect(html).not.toMatch(/href="(?!https?:|\/|#)/);
}

describe('a page', () => {
  test('names itself, leads past its navigation, and has its twin', () => {
    const html = page(frame({ title: 'Rockets' }), <p>text</p>);
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).toContain('<title>Rockets · Incident Ledger</title>');
    expect(html).toContain('<a class="skip" href="#content">');
    expect(html).toContain('<link rel="alternate" type="application/json" href="/a.json"');
  });

  test('says on every page that it is the demo ledger, and how to have another', () => {
    expect(page(frame({ demo: true }), <p />)).toContain('LEDGER_DATA_DIR');
    expect(page(frame(), <p />)).not.toContain('LEDGER_DATA_DIR');
  });

  test('offers the queue to those who may decide alone', () => {
    expect(page(frame({ viewer: editor }), <p />)).toContain('href="/queue"');
    expect(page(frame({ viewer: reader }), <p />)).not.toContain('href="/queue"');
  });

  test('takes up the chosen colours, and only those', () => {
    expect(page(frame({ scheme: 'dark' }), <p />)).toContain('<html lang="en" data-scheme="dark">');
    expect(page(frame(), <p />)).not.toContain('data-scheme');
  });

  test('lets no name, title or quote run anything', () => {
    const made = incident({
      view: { ...incident().view, title: hostile, faults: [hostile], perhapsPublic: ['a'] },
      panels: [
        {
          ...incident().panels[0]!,
          question: question({ ask: hostile, unit: hostile, answer: null }),
        },
      ],
      cards: { a: card('a', { origin: hostile, outlet: hostile, says: hostile, quote: hostile }) },
      place: hostile,
      description: hostile,
    });
    const html = page(
      frame({ title: hostile, viewer: { ...editor, name: hostile } }),
      <IncidentContent data={made} />,
    );
    expectHarmless(html);
    expect(html).toContain('&lt;script>');
  });
});

describe('an incident', () => {
  test('tells repetition and independence side by side', () => {
    const html = renderToString(<IncidentContent data={incident()} />);
    expect(html).toContain('2 outlets, 1 origin');
  });

  test('says a status as a word, with a shape that readers of screens are spared', () => {
    const html = renderToString(<IncidentContent data={incident()} />);
    expect(html).toMatch(/<span class="shape" aria-hidden="true">≠<\/span>Contested/);
  });

  test('shows at which instant it stands, and the way back', () => {
    const controls = { ...incident().clocks, publicAt: '2022-01-05T14:00Z', now: '/incidents/x' };
    const html = renderToString(<Clocks controls={controls} />);
    expect(html).toContain('public at 2022-01-05 14:00 UTC');
    expect(html).toContain('value="2022-01-05T14:00Z"');
    expect(html).toContain('<a href="/incidents/x">Back to now</a>');
  });

  test('tells perhaps public claims apart, and only where there are some', () => {
    const perhaps = incident({ view: { ...incident().view, perhapsPublic: ['b'] } });
    expect(renderToString(<IncidentContent data={perhaps} />)).toContain('Perhaps public by then');
    expect(renderToString(<IncidentContent data={incident()} />)).not.toContain('Perhaps public by then');
  });

  test('shows an editor what she can do, and a reader none of it', () => {
    const acts = [{ href: '/claims/new?incident=x', label: 'Record a claim' }];
    expect(renderToString(<IncidentContent data={incident({ acts })} />)).toContain('Record a claim');
    expect(renderToString(<IncidentContent data={incident()} />)).not.toContain('Record a claim');
  });

  test('gathers contradictions between questions by what links them', () => {
    const violation = { kind: 'together' as const, constraints: ['a <= b'], questions: [] };
    const panel = incident().panels[0]!;
    const panels = [
      {
        ...panel,
        question: question({
          violations: [
            { ...violation, claims: ['a'] },
            { ...violation, claims: ['b'] },
          ],
        }),
      },
    ];
    const html = renderToString(<IncidentContent data={incident({ panels })} />);
    expect(html.match(/These cannot all be true/g)).toHaveLength(1);
  });
});

describe('a list', () => {
  test('marks what was found, whatever it is', () => {
    const html = renderToString(<Marked text="a <b> c" marks={[[2, 5]]} />);
    expect(html).toContain('<mark>&lt;b></mark>');
    expect(html.replaceAll(/<[^>]+>/g, '')).toBe('a &lt;b> c');
  });

  test('says that nothing fits, and what to do', () => {
    const data = {
      text: 'x',
      filter: null,
      rows: [],
      hits: [],
      next: null,
      lastLook: null,
      news: [],
      moreNews: false,
      mayRecord: false,
    };
    expect(renderToString(<IncidentsContent data={data} />)).toContain('No incident fits.');
  });
});

describe('a claim', () => {
  const claim: ClaimPage = {
    name: 'nw-022',
    href: '/claims/nw-022',
    incident: { href: '/incidents/x', label: 'Rockets' },
    question: null,
    says: '5 rockets',
    respondsTo: [],
    origin: 'An officer',
    noOrigin: null,
    hedge: null,
    basis: null,
    note: hostile,
    utterance: null,
    withdrawn: null,
    times: [],
    words: {
      citation: { exact: hostile, prefix: null, suffix: null, page: null, time: null, translation: null },
      document: { title: hostile, href: '/documents/d', url: null, outlet: 'A paper', language: 'ar' },
      capture: { sha256: 'ab12', capturedAt: null, archivedAt: null },
      passage: null,
      mismatch: null,
    },
    chain: {
      nodes: [
        { id: '1', label: hostile, kind: 'outlet', href: '/sources/1', role: 'origin', circular: true },
      ],
      edges: [],
      more: 0,
    },
    record: [],
    assessments: [],
    related: [],
    proof: { href: '/v1/claims/x/proof', verifier: '/log/verifier/index.js', verifierKey: 'log+key' },
    acts: [],
  };

  test('says where its text is not held, and by which hash it would be known', () => {
    const html = renderToString(<ClaimContent data={claim} />);
    expect(html).toContain('The text of the page is not held here');
    expect(html).toContain('ab12');
    expectHarmless(html);
  });

  test('marks the quote in the text that is held', () => {
    const passage = {
      before: 'They said ',
      quote: 'five',
      after: ' landed.',
      cutBefore: true,
      cutAfter: false,
    };
    const html = renderToString(<ClaimContent data={{ ...claim, words: { ...claim.words, passage } }} />);
    expect(html).toContain('They said <mark>five</mark> landed.');
    expect(html).not.toContain('not held here');
  });

  test('marks what is part of a circle in words', () => {
    expect(renderToString(<ClaimContent data={claim} />)).toContain('outlet · origin · circular');
  });

  test('offers its proof to those without scripts, and verifying to those with', () => {
    const html = renderToString(<ClaimContent data={claim} />);
    expect(html).toContain('<a href="/v1/claims/x/proof">');
    expect(html).toMatch(
      /<span data-needs-script="true" hidden><button[^>]*data-verify="\/v1\/claims\/x\/proof"/,
    );
  });
});
