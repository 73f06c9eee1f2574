import type { QuestionView } from '../../../src/domain/reconcile/view.js';
import type { TimelineMark } from '../../../src/web/figures/timeline-data.js';
import type { IncidentPage } from '../../../src/web/pages/incident-page.js';
import type { Viewer } from '../../../src/web/viewer.js';
import type { PageFrame } from '../../../src/web/frame.js';
import type { ClaimCard } from '../../../src/web/parts/claims.js';

/** What somebody who means harm would enter as a name, a quote or a title. */
export const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='x \u202e\u2066`;

const nameless = (): Promise<null> => Promise.resolve(null);
export const reader: Viewer = { name: null, roles: [], can: () => false, nameOf: nameless };
export const editor: Viewer = { name: 'Ada', roles: ['editor'], can: () => true, nameOf: nameless };

export const frame = (more: Partial<PageFrame> = {}): PageFrame => ({
  title: 'A page',
  section: 'incidents',
  viewer: reader,
  demo: false,
  twin: '/a.json',
  here: '/a',
  scheme: null,
  outcome: null,
  ...more,
});

export const card = (name: string, more: Partial<ClaimCard> = {}): ClaimCard => ({
  name,
  href: `/claims/${name}`,
  origin: 'An officer',
  attributed: true,
  outlet: 'A paper',
  publishedAt: '2022-01-05',
  timeZone: 'UTC',
  says: '5 rockets',
  quote: 'five rockets landed',
  ...more,
});

export const question = (more: Partial<QuestionView> = {}): QuestionView => ({
  key: 'landed',
  ask: 'How many rockets landed?',
  type: 'count',
  unit: 'rockets',
  status: 'contested',
  origins: { min: 1, max: 2 },
  accounts: [
    {
      value: { low: 5, high: 5 },
      claims: ['a', 'b'],
      origins: { min: 1, max: 1 },
      statedBy: { min: 1, max: 1 },
      agreed: null,
      ruledOut: false,
      deniedBy: [],
      doubtedBy: [],
      firstReport: '2022-01-05',
      lastReport: '2022-01-05',
    },
  ],
  superseded: [],
  silences: [],
  circular: [],
  divergences: [],
  derived: null,
  violations: [],
  history: [{ claim: 'a', relation: 'first', with: [], against: [] }],
  answer: null,
  ...more,
});

export const incident = (more: Partial<IncidentPage> = {}): IncidentPage => ({
  href: '/incidents/x',
  view: {
    incident: 'x',
    title: 'Rockets',
    publicAt: null,
    knownAt: null,
    method: 'reconciliation@1',
    policy: 'accounts@1',
    position: '7',
    faults: [],
    perhapsPublic: [],
  },
  panels: [
    {
      question: question(),
      href: '/incidents/x/questions/landed',
      labels: { categories: {}, sources: {} },
      outlets: [2],
      reports: 1,
      timeline: null,
    },
  ],
  cards: { a: card('a'), b: card('b') },
  occurredAt: null,
  timeZone: null,
  place: null,
  description: null,
  parts: [],
  partOf: null,
  constraints: [],
  diff: '/incidents/x/diff',
  clocks: {
    href: '/incidents/x',
    publicAt: null,
    knownAt: null,
    policy: 'accounts@1',
    problem: null,
    earlier: null,
    later: null,
    now: null,
  },
  acts: [],
  record: [],
  ...more,
});

export const mark = (claim: string, more: Partial<TimelineMark> = {}): TimelineMark => ({
  claim,
  href: `/claims/${claim}`,
  origin: 'An officer',
  words: '5 rockets',
  from: Date.UTC(2022, 0, 5),
  at: Date.UTC(2022, 0, 6),
  place: { low: 5, high: 5 },
  silence: null,
  ended: null,
  endedBy: null,
  attributed: true,
  ...more,
});
