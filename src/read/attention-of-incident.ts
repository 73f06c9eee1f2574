import { maxNamed, needsOf, type QuestionNeed, type QuestionState } from '../domain/reconcile/needs.js';
import type { IncidentAttention, StoredNeed } from './attention-rows.js';
import type { Statement } from './database.js';
import type { Assembled, Dossiers } from './dossier.js';
import { nothingHidden, type Hidden } from './hidden-parts.js';
import { likelySameClaims } from './likely-claims.js';
import type { QuestionMaterial } from './question-material.js';
import type { Rows } from './rows.js';
import { holds } from './versions.js';

/** Works out what in one incident needs a human, from its dossier; what is the same as before is not done again. */
export class AttentionOfIncident {
  readonly #claimOf: Statement<[number], number>;
  readonly #stands: Statement<[number], { incident: number; data: string }>;
  readonly #reopened: Statement<[number], number | null>;

  constructor(
    private readonly rows: Rows,
    private readonly dossiers: Dossiers,
  ) {
    const { db } = rows.store;
    this.#claimOf = db.prepare<[number], number>('SELECT thing FROM event WHERE seq = ?').pluck();
    this.#stands = db.prepare(`SELECT incident, data FROM claim_row WHERE n = ? AND known_to = ${holds}`);
    this.#reopened = db
      .prepare<[number], number | null>(
        `SELECT max(ord) FROM act WHERE thing = ? AND type IN ('QuestionReopened', 'ActUndone')`,
      )
      .pluck();
  }

  /** @param incident one that is in the record and not hidden */
  of(incident: number, seq: number, hidden: Hidden = nothingHidden): IncidentAttention {
    const assembled = this.dossiers.of(incident, seq, hidden);
    const own = this.rows.questions.of(incident, seq);
    const states = needsOf(assembled.dossier, assembled.name);
    const found: IncidentAttention = {
      born: this.rows.incidents.versions.first(incident)!.born,
      statuses: states.map(({ status }) => status),
      needs: [],
      rests: this.#restsOn(assembled, incident, seq),
      above: sourcesAbove(assembled),
    };
    states.forEach((state, index) => {
      const question = own[index]!;
      const material = this.dossiers.material(question, seq, hidden);
      const needs = [...this.#needs(state, material), ...this.#twice(material)];
      for (const need of needs) found.needs.push({ thing: question, incident, ...need });
    });
    return found;
  }

  #needs(
    { needs, question }: QuestionState,
    material: QuestionMaterial,
  ): Omit<StoredNeed, 'thing' | 'incident'>[] {
    const reopened = question.resolution || needs.length === 0 ? null : this.#reopened.get(material.n);
    return needs.map((need) => {
      const { kind, claims, values, why } = need;
      const since = kind === 'undermined' ? this.#underminedSince(need, material) : need.since!;
      const lost = kind === 'undermined' ? this.#withdrawn(material).map(({ n }) => n) : [];
      const numbers = [...lost, ...claims.map(({ entry }) => this.#claimOf.get(entry)!)];
      return {
        kind,
        since: Math.max(since, reopened ?? 0),
        data: { claims: numbers.slice(0, maxNamed), count: need.count + lost.length, values, why },
      };
    });
  }

  /** What a decision rested on may have been withdrawn, which no claim tells. */
  #withdrawn({ state }: QuestionMaterial): { n: number; ord: number }[] {
    return (state.resolution?.claims ?? []).flatMap((n) => {
      const row = this.#stands.get(n);
      const { withdrawn } = row ? (JSON.parse(row.data) as { withdrawn?: { ord: number } }) : {};
      return withdrawn ? [{ n, ord: withdrawn.ord }] : [];
    });
  }

  #underminedSince({ since }: QuestionNeed, material: QuestionMaterial): number {
    const decided = material.state.resolution!.ord;
    const moments = this.#withdrawn(material).map(({ ord }) => Math.max(ord, decided));
    if (since !== null) moments.push(since);
    return moments.length === 0 ? decided : Math.min(...moments);
  }

  #twice({ state, claims }: QuestionMaterial): Omit<StoredNeed, 'thing' | 'incident'>[] {
    const decided = state.resolution?.ord ?? -1;
    const since = ({ earlier, later }: (typeof pairs)[number]) =>
      Math.max(earlier.state.placed, later.state.placed);
    const pairs = likelySameClaims(claims, (document) => this.rows.documents.published(document).address);
    const open = pairs.filter((pair) => since(pair) > decided);
    if (open.length === 0) return [];
    const named = [...new Set(open.flatMap(({ earlier, later }) => [earlier.n, later.n]))];
    return [
      {
        kind: 'likely-same-claims',
        since: open.reduce((first, pair) => Math.min(first, since(pair)), Infinity),
        data: {
          claims: named.slice(0, maxNamed),
          count: named.length,
          values: [],
          why: `${named.length} claims say the same in the same words of the same page: one may have been entered twice`,
        },
      },
    ];
  }

  /** Other incidents that are linked to it, and those of claims that its questions, decisions and comparisons name. */
  #restsOn({ closure }: Assembled, incident: number, seq: number): number[] {
    const found = new Set<number>();
    for (const question of closure.questions) {
      const asked = this.rows.questions.versions.at(question, seq);
      if (asked) found.add(asked.incident);
      const { claims, wordings } = this.dossiers.material(question, seq);
      // A response of another incident stands here by what it responds to.
      for (const { state } of claims) found.add(state.incident);
      const named = [...(asked?.resolution?.claims ?? []), ...wordings.flatMap(({ a, b }) => [a, b])];
      for (const claim of named) {
        const row = this.#stands.get(claim);
        if (row) found.add(row.incident);
      }
    }
    found.delete(incident);
    return [...found];
  }
}

/** Sources of the dossier that none of its claims name. */
function sourcesAbove({ dossier, sources }: Assembled): number[] {
  const named = new Set<string>();
  for (const { questions } of dossier.incidents) {
    for (const { chain, jointly } of questions.flatMap(({ claims }) => claims)) {
      for (const source of chain) named.add(source);
      for (const source of jointly) named.add(source);
    }
  }
  return sources.filter((_, index) => !named.has(dossier.sources[index]!.name));
}
