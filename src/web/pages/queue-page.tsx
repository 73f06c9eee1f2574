import type { NeedKind } from '../../read/need-kinds.js';
import { Moment } from '../parts/moment.js';
import { Likely, type LikelyPair } from './sources-page.js';

/** What needs a human, and why. */
export interface QueueItem {
  kind: NeedKind;
  href: string;
  ask: string;
  incident: { href: string; label: string };
  /** in a few words: the accounts, or the claims that it is about */
  words: string;
  why: string;
  /** when it came to be so */
  since: string;
}
export interface QueueGroup {
  kind: NeedKind;
  items: QueueItem[];
  /** sources that may be one */
  pairs: LikelyPair[];
  next: string | null;
}
export interface QueuePage {
  /** shown alone */
  kind: NeedKind | null;
  groups: QueueGroup[];
  /** whether all that was recorded has been looked at */
  isComplete: boolean;
}

const titles: Record<NeedKind, { title: string; advice: string }> = {
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
    advice: 'See what else rests on it; rank it as deprecated, or decide the question, once you have.',
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
    advice: 'They lead back to themselves. Correct the chain, or rank them as deprecated.',
  },
  'likely-same-claims': {
    title: 'Claims that were probably entered twice',
    advice: 'Withdraw one of them, or say in their transcription what tells them apart.',
  },
  'likely-same-sources': {
    title: 'Perhaps one and the same',
    advice: 'Sources that share a name. Say whether they are one.',
  },
};

export function QueueContent({ data }: { data: QueuePage }) {
  return (
    <>
      <div class="title-block">
        <h1>What needs a human</h1>
        {data.kind !== null && (
          <p>
            <a href="/queue">All of it</a>
          </p>
        )}
        {!data.isComplete && (
          <p class="notice" role="status">
            Some of what was recorded is still being looked at: come back in a moment for the rest.
          </p>
        )}
      </div>
      {data.groups.length === 0 && <p class="notice done">Nothing here waits for a decision.</p>}
      {data.groups.map((group) => (
        <Group key={group.kind} group={group} isAlone={data.kind !== null} />
      ))}
    </>
  );
}

function Group({ group, isAlone }: { group: QueueGroup; isAlone: boolean }) {
  const { title, advice } = titles[group.kind];
  return (
    <>
      {group.pairs.length > 0 && <Likely pairs={group.pairs} />}
      {group.items.length > 0 && (
        <section class="panel" aria-labelledby={`g-${group.kind}`}>
          <h2 id={`g-${group.kind}`}>{title}</h2>
          <p class="quiet small">{advice}</p>
          <ul class="plain stack">
            {group.items.map((item, index) => (
              <Item key={index} item={item} />
            ))}
          </ul>
        </section>
      )}
      {group.next !== null && (
        <p>
          <a class="button" rel={isAlone ? 'next' : undefined} href={group.next}>
            {isAlone ? 'More' : `All: ${title}`}
          </a>
        </p>
      )}
    </>
  );
}

const Item = ({ item }: { item: QueueItem }) => (
  <li>
    <a href={item.href} dir="auto">
      {item.ask}
    </a>{' '}
    <bdi class="value">{item.words}</bdi>
    <div class="quiet small">
      <a href={item.incident.href} dir="auto">
        {item.incident.label}
      </a>
      , since <Moment at={item.since} />: <bdi>{item.why}</bdi>
    </div>
  </li>
);
