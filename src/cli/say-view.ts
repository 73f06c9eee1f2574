import { endingInWords, relationInWords } from '../domain/reconcile/words.js';
import type {
  AccountView,
  CommonValue,
  IncidentView,
  QuestionView,
  Status,
} from '../domain/reconcile/view.js';
import {
  answerWords,
  instantWords,
  type Labels,
  originsWords,
  silenceWords,
  valueWords,
} from '../web/parts/words.js';
import { statusMeaning, statusWords } from '../web/parts/status.js';
import { tame, type Terminal, wrap } from './text.js';

/** What a claim is, in a few words: from the record, for a reader. */
export interface Caption {
  /** as published: a date or an instant, or nothing */
  when: string;
  /** whose words they are */
  who: string;
  /** outlets between the reader and them, the publisher first */
  through: string[];
  /** what it says, as a value, a silence or a response */
  says: string;
  quote: string;
}
export interface Captions {
  claim(name: string): Caption | undefined;
  /** of the categories and sources among the values of a question */
  labels(question: QuestionView): Labels;
}

const groups: { title: string; statuses: Status[] }[] = [
  { title: 'Contested', statuses: ['contested', 'resolution-undermined'] },
  {
    title: 'Open',
    statuses: ['overtaken', 'uncompared', 'independence-unclear', 'single-origin', 'unattributed'],
  },
  { title: 'Settled', statuses: ['resolved', 'corroborated'] },
  { title: 'No value stands', statuses: ['retracted', 'derived', 'silent'] },
];

/** An incident's view for a person at a terminal: what is contested first, each question with its story. */
export function sayView(view: IncidentView, captions: Captions, terminal: Terminal): string {
  const page = new Page(captions, terminal);
  page.head(view);
  for (const { title, statuses } of groups) {
    const questions = view.questions.filter(({ status }) => statuses.includes(status));
    if (questions.length === 0) continue;
    page.title(title, questions.length);
    for (const question of questions) page.question(question);
  }
  const unreported = view.questions.filter(({ status }) => status === 'unreported');
  if (unreported.length > 0) {
    page.title('Unreported', unreported.length);
    for (const { ask, key } of unreported) page.line('  ', `${ask} (${key})`);
  }
  return page.text();
}

class Page {
  readonly #lines: string[] = [];
  constructor(
    private readonly captions: Captions,
    private readonly terminal: Terminal,
  ) {}

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  head(view: IncidentView): void {
    const { paint } = this.terminal;
    for (const line of this.#wrapped('', view.title)) this.#lines.push(paint('bold', line));
    const clocks = [
      view.publicAt === null ? undefined : `as the public could know at ${instantWords(view.publicAt)}`,
      view.knownAt === null ? undefined : `as this ledger knew at ${instantWords(view.knownAt)}`,
    ].filter((clock) => clock !== undefined);
    const when = clocks.length === 0 ? 'as recorded now' : clocks.join(', ');
    this.line('', `${view.incident} · ${when} · ${view.policy} · ${view.method}`, 'dim');
    for (const fault of view.faults) this.line('  ', `Fault in the record: ${fault}`, 'red');
    if (view.perhapsPublic.length > 0) {
      this.line(
        '  ',
        `Perhaps public by then, and used for nothing: ${view.perhapsPublic.join(', ')}`,
        'yellow',
      );
    }
  }

  title(title: string, count: number): void {
    this.#lines.push('', this.terminal.paint('bold', `${title.toUpperCase()} (${count})`));
  }

  question(question: QuestionView): void {
    const { paint } = this.terminal;
    this.#lines.push('');
    for (const line of this.#wrapped('', question.ask)) this.#lines.push(paint('bold', line));
    const colour = colours[question.status];
    const origins = question.accounts.length > 0 ? ` · ${originsWords(question.origins)}` : '';
    this.line('', `${question.key} · ${statusWords(question.status)}${origins}`, colour);
    this.line('  ', statusMeaning(question.status), 'dim');
    this.#answer(question);
    for (const account of question.accounts) this.#account(account, question);
    this.#asides(question);
    this.#story(question);
  }

  #answer(question: QuestionView): void {
    const { answer, unit } = question;
    if (!answer) return;
    const by = answer.decidedBy === null ? '' : `, decided by ${answer.decidedBy}`;
    this.line('  ', `Answer: ${answerWords(answer, unit, this.captions.labels(question))}${by}`, 'bold');
    for (const step of answer.steps) this.line('    ', step, 'dim', 2);
  }

  #account(account: AccountView, question: QuestionView): void {
    const words = (value: CommonValue) => valueWords(value, question.unit, this.captions.labels(question));
    const { paint } = this.terminal;
    const notes = [
      originsWords(account.origins),
      account.statedBy.max > 0 && account.claims.length > 1
        ? `stated by ${originsWords(account.statedBy)}`
        : '',
      account.agreed === null ? '' : `agreed by two: ${words(account.agreed)}`,
      account.ruledOut ? 'ruled out by linked questions' : '',
      account.deniedBy.length > 0 ? `denied by ${account.deniedBy.join(', ')}` : '',
      account.doubtedBy.length > 0 ? `doubted by ${account.doubtedBy.join(', ')}` : '',
    ].filter((note) => note !== '');
    const [first = '', ...rest] = this.#wrapped('  ', `▸ ${words(account.value)} — ${notes.join('; ')}`, 2);
    this.#lines.push(paint('cyan', first), ...rest);
    for (const claim of account.claims.slice(0, mostLines)) this.#claim(claim);
    this.#more(account.claims.length, '      ', 'claims');
  }

  #claim(claim: string): void {
    const caption = this.captions.claim(claim);
    const words = caption
      ? `${whoSays(caption)}: ${caption.says}${caption.quote === '' ? '' : ` — “${caption.quote}”`} (${claim})`
      : claim;
    this.line('      ', words, undefined, 2);
  }

  #asides({ superseded, silences, circular, derived, violations, divergences, unit }: QuestionView): void {
    for (const { claim, by, as } of superseded) this.line('  ', `${claim} ${endingInWords[as]} ${by}`, 'dim');
    for (const { claim, kind, endedBy } of silences) {
      const who = this.captions.claim(claim)?.who ?? claim;
      const until = endedBy === null ? '' : `, until ${endedBy}`;
      this.line('  ', `${who} ${silenceWords[kind]}${until} (${claim})`, 'dim');
    }
    if (circular.length > 0) this.line('  ', `Circular, without an origin: ${circular.join(', ')}`, 'yellow');
    for (const pair of divergences)
      this.line('  ', `One saying, relayed differently: ${pair.join(', ')}`, 'dim');
    if (derived) {
      const from = `from ${derived.constraints.join('; ')} (${derived.claims.join(', ')})`;
      this.line('  ', `Linked questions make it ${valueWords(derived.value, unit)}, ${from}`);
    }
    for (const { kind, constraints, claims } of violations) {
      const whose = kind === 'together' ? 'Cannot all be true' : 'One origin at its word excludes another';
      this.line('  ', `${whose}: ${claims.join(', ')} (${constraints.join('; ')})`, 'red');
    }
  }

  #story({ history }: QuestionView): void {
    if (history.length < 2) return;
    this.line('  ', 'How it was reported:', 'dim');
    for (const { claim, relation, with: meant, against } of history.slice(0, mostLines)) {
      const caption = this.captions.claim(claim);
      const others = [...new Set([...meant, ...against])];
      const whom =
        others.length === 0
          ? ''
          : ` ${others.slice(0, 4).join(', ')}${others.length > 4 ? ' and others' : ''}`;
      const words = caption ? `${whoSays(caption)}: ${caption.says}` : '';
      const when =
        caption?.when === undefined || caption.when === '' ? 'undated' : instantWords(caption.when);
      this.line('    ', `${when}  ${claim} ${relationInWords[relation]}${whom}. ${words}`, undefined, 2);
    }
    this.#more(history.length, '    ', 'reports');
  }

  #more(count: number, indent: string, what: string): void {
    if (count > mostLines)
      this.line(indent, `and ${count - mostLines} more ${what}; --json lists all`, 'dim');
  }

  line(indent: string, text: string, style?: Parameters<Terminal['paint']>[0], hanging = 0): void {
    const lines = this.#wrapped(indent, text, hanging);
    this.#lines.push(...(style ? lines.map((line) => this.terminal.paint(style, line)) : lines));
  }

  #wrapped(indent: string, text: string, hanging = 0): string[] {
    return wrap(tame(text), this.terminal.width, indent, indent + ' '.repeat(hanging));
  }
}

/** Of one account or one history; a terminal is no place for ten thousand. */
const mostLines = 50;

const whoSays = ({ who, through }: Caption): string =>
  through.length === 0 ? who : `${who}, through ${through.join(', ')}`;

const colours: Record<Status, Parameters<Terminal['paint']>[0]> = {
  'resolution-undermined': 'red',
  contested: 'red',
  resolved: 'green',
  corroborated: 'green',
  overtaken: 'yellow',
  uncompared: 'yellow',
  'independence-unclear': 'yellow',
  'single-origin': 'yellow',
  unattributed: 'dim',
  retracted: 'dim',
  derived: 'dim',
  silent: 'dim',
  unreported: 'dim',
};
