import type {
  ClaimDossier,
  Dossier,
  QuestionDossier,
  SourceDossier,
} from '../../domain/reconcile/dossier.js';
import type { QuestionView } from '../../domain/reconcile/view.js';
import type { Value } from '../../domain/value.js';
import { claimPath } from '../links.js';
import type { ClaimCard, Cards } from '../parts/claims.js';
import { responseWords, silenceWords, valueWords, type Labels } from '../parts/words.js';

/** What is known of the claims around an incident, looked up by the names that its view uses. */
export class Casebook {
  readonly #claims = new Map<string, { claim: ClaimDossier; question: QuestionDossier }>();
  readonly #sources = new Map<string, SourceDossier>();
  readonly #labels = new Map<string, Labels>();
  readonly #cards = new Map<string, ClaimCard>();
  readonly #sourceLabels: Record<string, string> = {};

  /** @param quotes exact words by the claim's name */
  constructor(
    readonly dossier: Dossier,
    private readonly quotes: ReadonlyMap<string, string> = new Map(),
  ) {
    for (const source of dossier.sources) {
      this.#sources.set(source.name, source);
      this.#sourceLabels[source.name] = source.label;
    }
    for (const incident of dossier.incidents) {
      for (const question of incident.questions) {
        for (const claim of question.claims) this.#claims.set(claim.name, { claim, question });
      }
    }
  }

  claim(name: string): ClaimDossier | undefined {
    return this.#claims.get(name)?.claim;
  }

  sourceLabel(name: string): string {
    return this.#sources.get(name)?.label ?? name;
  }

  /** Whose mouth the end of the chain is, carried on to the top of `speaksFor`; a circle there is walked once. */
  origin(claim: ClaimDossier): string {
    const walked = new Set<string>();
    let at = claim.chain.at(-1)!;
    while (!walked.has(at)) {
      walked.add(at);
      at = this.#sources.get(at)?.speaksFor ?? at;
    }
    return at;
  }

  labels(question: string): Labels {
    let labels = this.#labels.get(question);
    if (!labels) {
      const found = this.dossier.incidents
        .flatMap((incident) => incident.questions)
        .find((q) => q.name === question);
      const categories = Object.fromEntries((found?.categories ?? []).map(({ key, label }) => [key, label]));
      labels = { categories, sources: this.#sourceLabels };
      this.#labels.set(question, labels);
    }
    return labels;
  }

  card(name: string): ClaimCard | undefined {
    const known = this.#cards.get(name);
    if (known) return known;
    const entry = this.#claims.get(name);
    if (!entry) return undefined;
    const { claim, question } = entry;
    const origin = this.origin(claim);
    const others = claim.jointly.map((source) => this.sourceLabel(source));
    const card: ClaimCard = {
      name,
      href: claimPath(name),
      origin: [this.sourceLabel(origin), ...others].join(' with '),
      attributed: claim.lineageRecorded && !claim.inferred,
      outlet: this.sourceLabel(claim.chain[0]!),
      publishedAt: claim.publishedAt ?? null,
      timeZone: claim.timeZone,
      says: saysOf(claim, question.unit, this.labels(question.name)),
      quote: this.quotes.get(name) ?? null,
    };
    this.#cards.set(name, card);
    return card;
  }

  /** Cards of the claims named; those that the dossier does not hold are left out. */
  cards(names: Iterable<string>): Cards {
    const cards: Cards = {};
    for (const name of names) {
      const card = this.card(name);
      if (card) cards[name] = card;
    }
    return cards;
  }
}

/** What a claim says, in a few words. */
export function saysOf(
  claim: { value?: Value; silence?: ClaimDossier['silence']; response?: ClaimDossier['response'] },
  unit: string | undefined,
  labels: Labels,
): string {
  const parts = [
    ...(claim.response ? [responseWords(claim.response.stance, claim.response.to)] : []),
    ...(claim.value ? [valueWords(claim.value, unit, labels)] : []),
    ...(claim.silence ? [silenceWords[claim.silence]] : []),
  ];
  return parts.join('; ');
}

/** Every claim that a question's view names, those of its history cut off included. */
export function claimsNamed(question: QuestionView): Set<string> {
  const names = new Set<string>();
  const add = (claims: readonly string[]) => {
    for (const claim of claims) names.add(claim);
  };
  for (const account of question.accounts) {
    add(account.claims.slice(0, namedOfAccount));
    add(account.deniedBy);
    add(account.doubtedBy);
  }
  for (const end of question.superseded) add([end.claim, end.by]);
  for (const silence of question.silences)
    add(silence.endedBy === null ? [silence.claim] : [silence.claim, silence.endedBy]);
  for (const violation of question.violations) add(violation.claims);
  for (const pair of question.divergences) add(pair);
  for (const entry of question.history)
    add([entry.claim, ...entry.with.slice(0, namedOfAccount), ...entry.against.slice(0, namedOfAccount)]);
  add(question.circular);
  add(question.derived?.claims ?? []);
  return names;
}
/** Pages name the first few claims of a long list and count the rest. */
const namedOfAccount = 24;
