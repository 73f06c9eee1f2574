import type { ClaimDossier, Dossier, QuestionDossier } from './dossier.js';
import { Comparison, wordingOf } from './extent.js';
import { compareLatest, momentsOf, onlyPerhapsBy, surelyBy, type Moments } from './moments.js';
import type { VisibleClaim } from './sayings.js';
import { Sources } from './sources.js';

/** A dossier with its look-ups, read once; what the clock of publication lets through is asked of it (R1). */
export class Casebook {
  readonly sources: Sources;
  /** all claims in R1's order */
  readonly claims: readonly VisibleClaim[];
  readonly questions: ReadonlyMap<string, QuestionDossier>;
  readonly faults: string[];
  private readonly comparisons = new Map<string, Comparison>();

  constructor(readonly dossier: Dossier) {
    this.sources = new Sources(dossier);
    const questions = dossier.incidents.flatMap((incident) => incident.questions);
    this.questions = new Map(questions.map((question) => [question.name, question]));
    this.claims = inOrder(questions, this.sources);
    this.faults = [...dossier.faults];
  }

  comparison(question: QuestionDossier): Comparison {
    const known = this.comparisons.get(question.name);
    if (known) return known;
    const made = new Comparison(question, this.sources, this.wordingsOn(question));
    this.comparisons.set(question.name, made);
    return made;
  }

  /** The claims surely public by then, in R1's order; all of them without an instant. */
  visibleAt(publicAt: string | null): readonly VisibleClaim[] {
    if (publicAt === null) return this.claims;
    const at = momentsOf(publicAt, 'UTC');
    return this.claims.filter((claim) => surelyBy(claim.published, at));
  }

  /** Perhaps published by then, and used for nothing. */
  perhapsAt(publicAt: string | null): readonly VisibleClaim[] {
    if (publicAt === null) return [];
    const at = momentsOf(publicAt, 'UTC');
    return this.claims.filter((claim) => onlyPerhapsBy(claim.published, at));
  }

  /** Comparisons of wordings are of the words, on the question where both claims stand. */
  private wordingsOn(question: QuestionDossier): { a: string; b: string; same: boolean }[] {
    const words = new Map(question.claims.flatMap((claim) => wordOf(claim)));
    return this.dossier.wordings.flatMap(({ a, b, same }) => {
      const [x, y] = [words.get(a), words.get(b)];
      return x === undefined || y === undefined ? [] : [{ a: x, b: y, same }];
    });
  }
}

function wordOf({ name, value }: ClaimDossier): [string, string][] {
  if (value && 'text' in value) return [[name, wordingOf(value.text)]];
  return value && 'place' in value ? [[name, wordingOf(value.place)]] : [];
}

/** R1: by the latest moment at which it may have been published, ties by order of entry. */
export const inPublicationOrder = (
  a: { claim: { entry: number }; published: Moments },
  b: { claim: { entry: number }; published: Moments },
): number => compareLatest(a.published, b.published) || a.claim.entry - b.claim.entry;

function inOrder(questions: readonly QuestionDossier[], sources: Sources): VisibleClaim[] {
  const dated: { claim: ClaimDossier; question: QuestionDossier; published: Moments }[] = [];
  for (const question of questions) {
    for (const claim of question.claims) {
      dated.push({ claim, question, published: momentsOf(claim.publishedAt, claim.timeZone) });
    }
  }
  dated.sort(inPublicationOrder);
  return dated.map(({ claim, question, published }, order) =>
    laidOut(claim, question, published, order, sources),
  );
}

/** With its lineage (R3); an object of one shape for every claim, since thousands are read in every loop. */
function laidOut(
  claim: ClaimDossier,
  question: QuestionDossier,
  published: Moments,
  order: number,
  sources: Sources,
): VisibleClaim {
  const chain: string[] = [];
  let returns = false;
  for (const name of claim.chain) {
    const carried = sources.carry(name);
    if (carried === chain[chain.length - 1]) continue;
    returns ||= chain.includes(carried);
    chain.push(carried);
  }
  const end = chain[chain.length - 1]!;
  const { jointly } = claim;
  const ends =
    jointly.length === 0 ? [end] : [...new Set([end, ...jointly.map((name) => sources.carry(name))])].sort();
  return {
    claim,
    name: claim.name,
    order,
    published,
    asserted: claim.assertedAt === undefined ? null : momentsOf(claim.assertedAt, claim.timeZone),
    asOf: claim.asOf === undefined ? null : momentsOf(claim.asOf, claim.timeZone),
    chain,
    relays: chain.slice(0, -1),
    ends,
    hasLineage: claim.lineageRecorded && !claim.inferred && !returns,
    returns,
    question: claim.value || claim.silence ? question : undefined,
  };
}
