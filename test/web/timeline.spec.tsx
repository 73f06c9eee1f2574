import { renderToString } from 'preact-render-to-string';
import { layTimeline } from '../../src/web/figures/timeline-layout.js';
import { maxMarks, maxRows, type Timeline, type TimelineMark } from '../../src/web/figures/timeline-data.js';
import { TimelineFigure } from '../../src/web/figures/timeline.js';
import { mark } from './support/made.js';

const timeline = (marks: TimelineMark[], more: Partial<Timeline> = {}): Timeline => ({
  label: 'Reports',
  marks,
  bands: [],
  clock: null,
  of: marks.length,
  ...more,
});
const placed = (layout: ReturnType<typeof layTimeline>, claim: string) =>
  layout.marks.find((one) => one.claim === claim)!;

describe('the timeline', () => {
  test('runs from left to right in time, and upward in value', () => {
    const later = Date.UTC(2022, 0, 9);
    const layout = layTimeline(
      timeline([mark('a'), mark('b', { from: later, at: later, place: { low: 12, high: 12 } })]),
    );
    expect(placed(layout, 'a').x).toBeLessThan(placed(layout, 'b').x);
    expect(placed(layout, 'a').y).toBeGreaterThan(placed(layout, 'b').y);
  });

  test('draws an open end upward to the top, and a closed one to its bound', () => {
    const layout = layTimeline(
      timeline([
        mark('open', { place: { low: 5, high: null } }),
        mark('closed', { place: { low: 3, high: 10 } }),
      ]),
    );
    expect(placed(layout, 'open').upper).toMatchObject({ open: true });
    expect(placed(layout, 'closed').upper).toMatchObject({ open: false });
    expect(placed(layout, 'open').upper!.y).toBeLessThan(placed(layout, 'closed').upper!.y);
  });

  test('shows a date alone as its whole day, an instant as a point', () => {
    const at = Date.UTC(2022, 0, 5, 14);
    const layout = layTimeline(timeline([mark('day'), mark('instant', { from: at, at })]));
    expect(placed(layout, 'day').spanTo - placed(layout, 'day').spanFrom).toBeGreaterThan(100);
    expect(placed(layout, 'instant').spanTo).toBe(placed(layout, 'instant').spanFrom);
  });

  test('keeps silences out of the values, each with its own sign', () => {
    const silent = { place: null, words: 'gave no comment' } as const;
    const marks = [
      mark('a'),
      mark('s', { ...silent, silence: 'no-comment' }),
      mark('n', { ...silent, silence: 'none-reported' }),
    ];
    const layout = layTimeline(timeline(marks));
    expect(placed(layout, 's').y).toBe(layout.silenceY);
    const html = renderToString(<TimelineFigure timeline={timeline(marks)} />);
    expect(html).toContain('…');
    expect(html).toContain('∅');
  });

  test('leads from what ended to what ended it, and strikes what was taken back', () => {
    const at = Date.UTC(2022, 0, 9);
    const marks = [mark('a', { ended: 'retraction', endedBy: 'b' }), mark('b', { from: at, at })];
    expect(layTimeline(timeline(marks)).arrows).toHaveLength(1);
    const html = renderToString(<TimelineFigure timeline={timeline(marks)} />);
    expect(html).toContain('class="struck"');
    expect(html).toContain('(ended: retraction)');
  });

  test('has no arrow to what is not drawn', () => {
    expect(layTimeline(timeline([mark('a', { endedBy: 'elsewhere' })])).arrows).toEqual([]);
  });

  test('sets marks of one time and value beside one another', () => {
    const layout = layTimeline(timeline([mark('a'), mark('b'), mark('c')]));
    const places = layout.marks.map(({ x }) => Math.round(x));
    expect(new Set(places).size).toBe(3);
  });

  test('is capped in marks and in rows', () => {
    const many = Array.from({ length: 2 * maxMarks }, (_, index) =>
      mark(`c${index}`, { place: { row: `value ${index}` } }),
    );
    const layout = layTimeline(timeline(many));
    expect(layout.marks).toHaveLength(maxMarks);
    expect(layout.rows).toHaveLength(maxRows);
    expect(layout.rows.at(-1)!.label).toBe('other values');
  });

  test('bends the axis where small numbers would vanish beside large ones', () => {
    const layout = layTimeline(
      timeline([mark('a', { place: { low: 3, high: 3 } }), mark('b', { place: { low: 9000, high: 9000 } })]),
    );
    const height = placed(layout, 'a').y - placed(layout, 'b').y;
    expect(placed(layout, 'a').y).toBeLessThan(layout.axisY - height * 0.04);
  });

  test('links every mark to its claim and says it in words', () => {
    const html = renderToString(<TimelineFigure timeline={timeline([mark('a')])} />);
    expect(html).toContain('href="/claims/a"');
    expect(html).toContain('aria-label="An officer: 5 rockets"');
  });
});
