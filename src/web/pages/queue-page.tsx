import { Likely, type LikelyPair } from './sources-page.js';
import { plural } from '../parts/words.js';

export const queueReasons = [
  'undermined',
  'contested',
  'divergence',
  'taken-back',
  'uncompared',
  'against-unattributed',
  'circular',
] as const;
export type QueueReason = (typeof queueReasons)[number];

/** What needs a human, by why. */
export interface QueueItem {
  reason: QueueReason;
  href: string;
  ask: string;
  incident: { href: string; label: string };
  /** in a few words: the accounts, or the claims that it is about */
  words: string;
}
export interface QueuePage {
  items: QueueItem[];
  likely: LikelyPair[];
  /** so many incidents were looked through, and there are more */
  looked: number;
  next: string | null;
}

const groups: Record<QueueReason, { title: string; advice: string }> = {
  undermined: {
    title: 'Decisions that new evidence undermines',
    advice: 'Look at what came since, and decide anew or reopen.',
  },
  contested: {
    title: 'Contested questions',
    advice: 'Claims exclude each other. Move, supersede or compare what can be, and decide what must be.',
  },
  divergence: {
    title: 'One saying, relayed differently',
    advice: 'The relays differ, not the source: find which of them has its words.',
  },
  'taken-back': {
    title: 'Taken back, retracted or disowned',
    advice: 'See what else rests on it.',
  },
  uncompared: {
    title: 'Wordings that nobody has compared',
    advice: 'Say whether they mean the same, or exclude each other.',
  },
  'against-unattributed': {
    title: 'Contradicted only by reports without an origin',
    advice: 'Find whose words they are; until then they contest nothing.',
  },
  circular: {
    title: 'Circular reports',
    advice: 'They lead back to themselves. Correct the chain, or leave it shown as what it is.',
  },
};

export function QueueContent({ data }: { data: QueuePage }) {
  const empty = data.items.length === 0 && data.likely.length === 0;
  return (
    <>
      <div class="title-block">
        <h1>What needs a human</h1>
        <p class="quiet">
          {plural(data.looked, 'incident')} looked through{data.next === null ? '.' : ', and there are more.'}
        </p>
      </div>
      {empty && <p class="notice done">Nothing here waits for a decision.</p>}
      {queueReasons.map((reason) => {
        const items = data.items.filter((item) => item.reason === reason);
        return items.length === 0 ? null : <Group key={reason} reason={reason} items={items} />;
      })}
      {data.likely.length > 0 && <Likely pairs={data.likely} />}
      {data.next !== null && (
        <p>
          <a class="button" rel="next" href={data.next}>
            Look through the next incidents
          </a>
        </p>
      )}
    </>
  );
}

function Group({ reason, items }: { reason: QueueReason; items: QueueItem[] }) {
  const { title, advice } = groups[reason];
  return (
    <section class="panel" aria-labelledby={`g-${reason}`}>
      <h2 id={`g-${reason}`}>
        {title} <span class="quiet small">({items.length})</span>
      </h2>
      <p class="quiet small">{advice}</p>
      <ul class="plain stack">
        {items.map((item, index) => (
          <li key={index}>
            <a href={item.href} dir="auto">
              {item.ask}
            </a>{' '}
            <bdi class="value">{item.words}</bdi>
            <div class="quiet small">
              <a href={item.incident.href} dir="auto">
                {item.incident.label}
              </a>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
