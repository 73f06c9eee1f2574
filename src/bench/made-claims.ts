import type { ClaimDossier, Dossier, QuestionDossier, SourceDossier } from '../domain/reconcile/dossier.js';
import type { Value } from '../domain/value.js';

/**
 * Claims made up for measuring reconciliation, the same every time (Park and Miller's generator, seed 20220105): hours
 * of two months, numbers below 500 of five kinds, every tenth without an origin, half of them through a relay, a
 * quarter as many origins as claims, so that many origins repeat and correct themselves.
 */
class MadeClaims {
  private state = 20_220_105;
  private entry = 0;

  below(n: number): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state % n;
  }

  claim(name: string, sources: number, outlets: number, figures: number): ClaimDossier {
    const entry = this.entry++;
    const speaker = `speaker-${this.below(sources)}`;
    return {
      name,
      entry,
      placed: entry,
      value: this.number(figures),
      supersedes: [],
      chain: this.below(2) === 0 ? [`outlet-${this.below(outlets)}`, speaker] : [speaker],
      jointly: [],
      lineageRecorded: this.below(10) > 0,
      inferred: false,
      publishedAt: new Date(Date.UTC(2022, 0, 1, this.below(60 * 24))).toISOString(),
      timeZone: 'UTC',
      rank: 'normal',
    };
  }

  private number(figures: number): Value {
    const n = this.below(figures);
    switch (this.below(6)) {
      case 0:
        return { kind: 'between', low: n, high: n + this.below(20) };
      case 1:
        return { kind: 'about', n };
      case 2:
        return { kind: 'at-least', n };
      default:
        return { kind: 'exact', n };
    }
  }
}

const claimsOn = (made: MadeClaims, question: string, count: number): ClaimDossier[] =>
  Array.from({ length: count }, (_, i) => made.claim(`${question}-c${i}`, Math.ceil(count / 4), 50, 500));

const questionOf = (key: string, claims: ClaimDossier[]): QuestionDossier => ({
  name: `made/${key}`,
  key,
  ask: `${key}?`,
  type: 'count',
  cumulative: false,
  multiple: false,
  categories: [],
  claims,
});

function sourcesOf(speakers: number, outlets: number): SourceDossier[] {
  const named = (name: string, kind: SourceDossier['kind']): SourceDossier => ({
    name,
    label: name,
    kind,
    sameAs: [],
  });
  return [
    ...Array.from({ length: speakers }, (_, i) => named(`speaker-${i}`, 'organisation')),
    ...Array.from({ length: outlets }, (_, i) => named(`outlet-${i}`, 'outlet')),
  ];
}

const dossierOf = (
  questions: QuestionDossier[],
  sources: SourceDossier[],
  constraints: Dossier['incidents'][number]['constraints'] = [],
): Dossier => ({
  incidents: [{ name: 'made', title: 'Made up', questions, constraints }],
  sources,
  ties: [],
  independent: [],
  wordings: [],
  faults: [],
});

export function oneQuestion(claims: number): Dossier {
  const made = new MadeClaims();
  return dossierOf([questionOf('q0', claimsOn(made, 'q0', claims))], sourcesOf(Math.ceil(claims / 4), 50));
}

/**
 * An incident of many questions. Of every five, the first is the sum of the second and third, on the fourth every
 * tenth claim denies or corrects an earlier one, and the fifth stands alone.
 */
export function incidentOf(questions: number, claimsOnEach: number): Dossier {
  const made = new MadeClaims();
  const all = Array.from({ length: questions }, (_, place) => {
    const key = `q${place}`;
    const own = Array.from({ length: claimsOnEach }, (_unused, i): ClaimDossier => {
      const claim = made.claim(`${key}-c${i}`, 40, 10, 30);
      if (place % 5 !== 3 || i % 10 !== 9) return claim;
      const stance = made.below(2) === 0 ? 'denies' : 'corrects';
      return { ...claim, response: { to: [`${key}-c${made.below(i)}`], stance } };
    });
    return questionOf(key, own);
  });
  const constraints = Array.from({ length: Math.floor(questions / 5) }, (_, group) => ({
    kind: 'sum' as const,
    total: `made/q${5 * group}`,
    parts: [`made/q${5 * group + 1}`, `made/q${5 * group + 2}`],
  }));
  return dossierOf(all, sourcesOf(40, 10), constraints);
}

/** The same dossier with one claim more on one question; all other questions are the same objects. */
export function oneMore(dossier: Dossier, place: number): Dossier {
  const [incident] = dossier.incidents;
  const changed = incident!.questions.map((question, index) => {
    if (index !== place) return question;
    const last = question.claims.at(-1)!;
    const entry = 1_000_000 + question.claims.length;
    const more: ClaimDossier = { ...last, name: `${last.name}-more`, entry, placed: entry };
    return { ...question, claims: [...question.claims, more] };
  });
  return { ...dossier, incidents: [{ ...incident!, questions: changed }] };
}
