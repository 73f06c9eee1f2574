import { explain, policiesSideBySide, reconcile } from '../../src/domain/reconcile/index.js';
import type { ConstraintDossier, Dossier } from '../../src/domain/reconcile/dossier.js';
import type { AnswerView, PolicyName, QuestionView } from '../../src/domain/reconcile/view.js';
import type { Value } from '../../src/domain/value.js';
import { dossierOfFile, type FileAct, type FileClaim, type IncidentFile } from './dossier-of-file.js';

type Question = Omit<IncidentFile['incidents'][number]['questions'][number], 'key' | 'ask'>;
type Source = Omit<IncidentFile['sources'][number], 'key' | 'name'>;
export type Said = Partial<Omit<FileClaim, 'key'>> & { at?: string };

export const exactly = (n: number): Value => ({ kind: 'exact', n });
export const atLeast = (n: number): Value => ({ kind: 'at-least', n });
export const moreThan = (n: number): Value => ({ kind: 'more-than', n });
export const atMost = (n: number): Value => ({ kind: 'at-most', n });
export const about = (n: number): Value => ({ kind: 'about', n });
export const between = (low: number, high: number): Value => ({ kind: 'between', low, high });
export const vague = (literal: string): Value => ({ kind: 'vague', literal });
export const none: Value = { kind: 'none' };
export const some: Value = { kind: 'some' };

/**
 * A small case for tests of reconciliation, in the order in which it is told: questions of one incident `i`, sources,
 * claims. A source that nobody described is an organisation; one whose name begins with `outlet` an outlet; one with
 * `unnamed` an unnamed speaker.
 */
export class Case {
  readonly file: IncidentFile = {
    namespace: 'test',
    sources: [],
    documents: [],
    incidents: [{ key: 'i', title: 'An incident', questions: [], constraints: [] }],
    claims: [],
    acts: [],
  };

  question(key: string, question: Question | Question['type'] = 'count'): this {
    const described = typeof question === 'string' ? { type: question } : question;
    this.file.incidents[0]!.questions.push({ key, ask: `${key}?`, ...described });
    return this;
  }
  linked(...constraints: ConstraintDossier[]): this {
    this.file.incidents[0]!.constraints!.push(...constraints);
    return this;
  }
  source(key: string, source: Partial<Source> = {}): this {
    const kind = key.startsWith('outlet') ? 'outlet' : key.startsWith('unnamed') ? 'unnamed' : 'organisation';
    const described = { key, name: key, kind, ...source } as const;
    const place = this.file.sources.findIndex((known) => known.key === key);
    if (place === -1) this.file.sources.push(described);
    else this.file.sources[place] = described;
    return this;
  }
  /** `at` is the publication; without a chain the claim is made by `chain: [its own name's source]`. */
  claim(key: string, question: string | null, value: Value | null, said: Said = {}): this {
    const { at, ...rest } = said;
    const chain = rest.chain ?? ['army'];
    for (const source of [...chain, ...(rest.jointly ?? [])]) {
      if (!this.file.sources.some((known) => known.key === source)) this.source(source);
    }
    this.file.documents.push({ key, publisher: chain[0]!, ...(at === undefined ? {} : { publishedAt: at }) });
    this.file.claims.push({
      key,
      incident: 'i',
      document: key,
      ...(question === null ? {} : { question }),
      ...(value === null ? {} : { value }),
      ...rest,
      chain,
    });
    return this;
  }
  act(act: FileAct): this {
    this.file.acts!.push(act);
    return this;
  }

  dossier(): Dossier {
    return dossierOfFile(structuredClone(this.file));
  }
  view(question: string, at: { publicAt?: string; policy?: PolicyName } = {}): QuestionView {
    const { publicAt = null, policy = 'accounts@1' } = at;
    const view = reconcile(this.dossier(), 'i', { publicAt, policy });
    return view.questions.find(({ key }) => key === question)!;
  }
  perhaps(publicAt: string): string[] {
    return reconcile(this.dossier(), 'i', { publicAt, policy: 'accounts@1' }).perhapsPublic;
  }
  answer(question: string, policy: PolicyName): AnswerView | null {
    return policiesSideBySide(this.dossier(), 'i', question, null).find((one) => one.policy === policy)!
      .answer;
  }
  explanation(question: string): ReturnType<typeof explain> {
    return explain(this.dossier(), 'i', question, null);
  }
  /** What each claim did when it appeared. */
  story(question: string): Record<string, string> {
    return Object.fromEntries(this.view(question).history.map(({ claim, relation }) => [claim, relation]));
  }
  /** The accounts as "value: claims". */
  accounts(question: string): { low: unknown; high: unknown; claims: string[] }[] {
    return this.view(question).accounts.map(({ value, claims }) => {
      const { low, high } = value as { low: unknown; high: unknown };
      return { low, high, claims };
    });
  }
}

export const aCase = (): Case => new Case();
