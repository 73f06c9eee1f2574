import type { ClaimDossier, Dossier, QuestionDossier } from './dossier.js';
import { Comparison, wordingOf } from './extent.js';
import { compareLatest, momentsOf, perhapsBy, surelyBy, unknownMoments, type Moments } from './moments.js';
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
    return this.claims.filter((claim) => !surelyBy(claim.published, at) && perhapsBy(claim.published, at));
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
  a: Pick<VisibleClaim, 'claim' | 'published'>,
  b: Pick<VisibleClaim, 'claim' | 'published'>,
): number => compareLatest(a.published, b.published) || a.claim.entry - b.claim.entry;

function inOrder(questions: readonly QuestionDossier[], sources: Sources): VisibleClaim[] {
  const dated = questions.flatMap((question) =>
    question.claims.map((claim) => ({ claim, question, published: publicationOf(claim) })),
  );
  dated.sort(inPublicationOrder);
  return dated.map(({ claim, question, published }, order) => ({
    claim,
    name: claim.name,
    order,
    published,
    question: claim.value || claim.silence ? question : undefined,
    ...lineageOf(claim, sources),
  }));
}

const publicationOf = (claim: ClaimDossier): Moments =>
  claim.publishedAt === undefined ? unknownMoments : momentsOf(claim.publishedAt, claim.timeZone);

function lineageOf(claim: ClaimDossier, sources: Sources) {
  const chain = claim.chain
    .map((name) => sources.carry(name))
    .filter((name, index, all) => name !== all[index - 1]);
  const relays = chain.slice(0, -1);
  const ends = [...new Set([chain.at(-1)!, ...claim.jointly.map((name) => sources.carry(name))])].sort();
  const returns = new Set(chain).size < chain.length;
  return { chain, relays, ends, returns, hasLineage: claim.lineageRecorded && !claim.inferred && !returns };
}
