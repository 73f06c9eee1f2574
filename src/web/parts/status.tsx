import type { Status } from '../../domain/reconcile/view.js';

interface Look {
  words: string;
  /** says it without colour */
  shape: string;
  tone: 'contested' | 'open' | 'settled' | 'mute';
  meaning: string;
}

const looks: Record<Status, Look> = {
  'resolution-undermined': {
    words: 'Decision undermined',
    shape: '⚠',
    tone: 'contested',
    meaning: 'An editor decided this question, and evidence that came later does not fit the decision.',
  },
  resolved: {
    words: 'Decided by an editor',
    shape: '✔',
    tone: 'settled',
    meaning: 'An editor decided this question and gave a reason.',
  },
  contested: {
    words: 'Contested',
    shape: '≠',
    tone: 'contested',
    meaning: 'Claims exclude each other, one is denied, or the claims contradict those of linked questions.',
  },
  overtaken: {
    words: 'Overtaken',
    shape: '↷',
    tone: 'open',
    meaning: 'The figures spoke of an earlier time; linked questions have moved on since.',
  },
  uncompared: {
    words: 'Wordings not compared',
    shape: '?',
    tone: 'open',
    meaning: 'Different wordings stand; nobody has said yet whether they mean the same.',
  },
  corroborated: {
    words: 'Corroborated',
    shape: '●●',
    tone: 'settled',
    meaning: 'At least two independent origins state it.',
  },
  'independence-unclear': {
    words: 'Independence unclear',
    shape: '●◐',
    tone: 'open',
    meaning: 'One origin at least, perhaps more: the record cannot tell whether they are independent.',
  },
  'single-origin': {
    words: 'Single origin',
    shape: '●',
    tone: 'open',
    meaning: 'All of it goes back to one origin, however many outlets print it.',
  },
  retracted: {
    words: 'Retracted',
    shape: '✕',
    tone: 'mute',
    meaning: 'A value was given once; none stands now.',
  },
  derived: {
    words: 'Derived only',
    shape: '∑',
    tone: 'mute',
    meaning: 'Nobody states it; it follows from linked questions.',
  },
  unattributed: {
    words: 'Unattributed',
    shape: '○',
    tone: 'mute',
    meaning: 'Values stand, but the record does not say whose words they are.',
  },
  silent: {
    words: 'Silent',
    shape: '…',
    tone: 'mute',
    meaning: 'Those asked said nothing on it.',
  },
  unreported: {
    words: 'Unreported',
    shape: '–',
    tone: 'mute',
    meaning: 'No claim speaks to this question.',
  },
};

/** A status as word, shape and colour, in that order of importance. */
export function StatusMark({ status }: { status: Status }) {
  const look = looks[status];
  return (
    <span class={`status ${look.tone}`} title={look.meaning}>
      <span class="shape" aria-hidden="true">
        {look.shape}
      </span>
      {look.words}
    </span>
  );
}

export const statusWords = (status: Status): string => looks[status].words;
export const statusMeaning = (status: Status): string => looks[status].meaning;
