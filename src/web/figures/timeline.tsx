import type { SilenceKind } from '../../domain/value.js';
import { layTimeline, type Layout, type PlacedMark } from './timeline-layout.js';
import type { Timeline } from './timeline-data.js';

const silenceGlyphs: Record<SilenceKind, string> = {
  'no-comment': '…',
  declined: '⊘',
  'unable-to-confirm': '?',
  'none-reported': '∅',
  'not-addressed': '–',
};

/** The timeline of conflicting reports: time across, value up; every claim is a link. */
export function TimelineFigure({ timeline }: { timeline: Timeline }) {
  const layout = layTimeline(timeline);
  const { width, height } = layout;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={timeline.label}
    >
      <defs>
        <marker id="ends" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path class="ends-head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      <Bands layout={layout} />
      <Axes layout={layout} />
      {layout.clock !== null && (
        <g class="clock">
          <line x1={layout.clock} x2={layout.clock} y1={layout.top} y2={layout.silenceY + 14} />
          <text x={layout.clock - 6} y={layout.top + 10} text-anchor="end">
            as of
          </text>
        </g>
      )}
      {layout.arrows.map((path) => (
        <path key={path} class="supersedes" d={path} marker-end="url(#ends)" />
      ))}
      {layout.marks.map((mark) => (
        <Mark key={mark.claim} mark={mark} />
      ))}
    </svg>
  );
}

function Bands({ layout }: { layout: Layout }) {
  return (
    <g aria-hidden="true">
      {layout.bands.map((band, index) => (
        <g key={band.label + String(index)}>
          <rect
            class={`band b${index % 5}`}
            x={layout.left}
            width={layout.right - layout.left}
            y={band.y}
            height={band.height}
          />
          <path
            class="leader"
            d={`M${layout.right} ${band.y + band.height / 2}L${layout.right + 10} ${band.labelY - 4}`}
          />
          <text x={layout.right + 14} y={band.labelY}>
            {band.label}
          </text>
        </g>
      ))}
    </g>
  );
}

function Axes({ layout }: { layout: Layout }) {
  return (
    <g class="axis" aria-hidden="true">
      {layout.rows.map((row) => (
        <g key={row.label}>
          <line class="grid" x1={layout.left} x2={layout.right} y1={row.y} y2={row.y} />
          <text x={layout.left - 10} y={row.y + 4} text-anchor="end">
            {row.label}
          </text>
        </g>
      ))}
      {layout.hasSilences && (
        <g>
          <line
            class="grid lane"
            x1={layout.left}
            x2={layout.right}
            y1={layout.silenceY}
            y2={layout.silenceY}
          />
          <text x={layout.left - 10} y={layout.silenceY + 4} text-anchor="end">
            silent
          </text>
        </g>
      )}
      {layout.ticks.map((tick) => (
        <g key={tick.x}>
          <line x1={tick.x} x2={tick.x} y1={layout.axisY} y2={layout.axisY + 6} />
          <text x={tick.x} y={layout.axisY + 20} text-anchor="middle">
            {tick.label}
          </text>
        </g>
      ))}
      <line x1={layout.left} x2={layout.right} y1={layout.axisY} y2={layout.axisY} />
    </g>
  );
}

function Mark({ mark }: { mark: PlacedMark }) {
  const names = ['claim', mark.ended === null ? '' : 'ended', mark.attributed ? '' : 'unattributed'];
  return (
    <a href={mark.href} class={names.filter(Boolean).join(' ')} aria-label={mark.title}>
      <title>{mark.title}</title>
      {mark.spanTo - mark.spanFrom > 14 && (
        <line class="when" x1={mark.spanFrom} x2={mark.spanTo} y1={mark.y} y2={mark.y} />
      )}
      {mark.silence === null ? (
        <Value mark={mark} />
      ) : (
        <g class="silence">
          <circle class="dot" cx={mark.x} cy={mark.y} r="8" />
          <text x={mark.x} y={mark.y + 4} text-anchor="middle">
            {silenceGlyphs[mark.silence]}
          </text>
        </g>
      )}
    </a>
  );
}

function Value({ mark }: { mark: PlacedMark }) {
  const { x, y, upper } = mark;
  return (
    <>
      {upper !== null && <line class="bounds" x1={x} x2={x} y1={upper.y} y2={y} />}
      {upper?.open && (
        <path class="bounds" d={`M${x - 5} ${upper.y + 7}L${x} ${upper.y}L${x + 5} ${upper.y + 7}`} />
      )}
      {upper && !upper.open && <path class="bounds" d={`M${x - 5} ${upper.y}h10`} />}
      <circle class="dot" cx={x} cy={y} r="6" />
      {(mark.ended === 'retraction' || mark.ended === 'disowned' || mark.ended === 'correction') && (
        <path class="struck" d={`M${x - 7} ${y - 7}l14 14M${x + 7} ${y - 7}l-14 14`} />
      )}
    </>
  );
}
