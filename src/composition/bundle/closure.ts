import { streamOf, type ThingKind } from '../../domain/names.js';
import type { Dossier } from '../../domain/reconcile/dossier.js';
import type { EventLog } from '../../log/event-log.js';
import type { ClaimFilter } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The things that an incident's view is made of, and all that their events name in turn. */
export class Closure {
  readonly #things = new Map<string, ThingKind>();
  readonly #waiting: string[] = [];

  constructor(
    private readonly log: EventLog,
    private readonly views: LedgerViews,
  ) {}

  /**
   * The streams of an incident's closure as of now, and as of `knownAt` too, where links were other ones: linked
   * incidents and questions with their claims (withdrawn ones too), their documents, and the sources with their ties.
   */
  async streams(incident: string, knownAt: string | null): Promise<string[]> {
    this.#add('incident', incident);
    this.#addClaims({ incident });
    for (const at of new Set([undefined, knownAt ?? undefined])) {
      const dossier = this.views.incidentViews.dossier(incident, at);
      if (dossier) this.#addDossier(dossier);
    }
    for (let id = this.#waiting.pop(); id !== undefined; id = this.#waiting.pop()) await this.#addNamed(id);
    return [...this.#things].map(([id, kind]) => streamOf(kind, id));
  }

  incidents(): string[] {
    return [...this.#things].filter(([, kind]) => kind === 'incident').map(([id]) => id);
  }

  #addDossier(dossier: Dossier): void {
    for (const { name, questions } of dossier.incidents) {
      this.#addByName('incident', name);
      for (const { name: question, claims } of questions) {
        const id = this.#addByName('question', question);
        if (id !== undefined) this.#addClaims({ question: id });
        for (const claim of claims) this.#addByName('claim', claim.name);
      }
    }
    for (const { name } of dossier.sources) this.#addByName('source', name);
  }

  #addClaims(filter: ClaimFilter): void {
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = this.views.claims.list(
        { ...filter, withdrawn: true },
        {},
        { limit: 200, ...(cursor !== undefined && { cursor }) },
      );
      for (const { id } of page.items) this.#add('claim', id);
      cursor = page.next;
    }
  }

  #addByName(kind: ThingKind, name: string): string | undefined {
    const resolved = this.views.names.resolve(kind, name);
    if (resolved.found !== 'one') return undefined;
    this.#add(kind, resolved.thing.id);
    return resolved.thing.id;
  }

  #add(kind: ThingKind, id: string): void {
    if (this.#things.has(id)) return;
    this.#things.set(id, kind);
    this.#waiting.push(id);
  }

  /** Whatever a thing's events name by id. */
  async #addNamed(id: string): Promise<void> {
    for (const { envelope } of await this.log.readStream(streamOf(this.#things.get(id)!, id))) {
      for (const [named] of JSON.stringify(envelope.data).matchAll(uuid)) {
        const thing = this.views.names.ref(named);
        if (thing) this.#add(thing.kind, thing.id);
      }
    }
  }
}
