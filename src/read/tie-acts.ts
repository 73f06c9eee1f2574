import type { TieStep } from '../domain/reconcile/index.js';
import { inForce } from '../domain/undo.js';
import type { Act, AuditEvent, Clocks, Ref } from './answers.js';
import type { LedgerViews } from './ledger-views.js';
import type { OpenedDossier } from './opened-dossier.js';

/** A tie between two sources with the event that made it. */
export interface Tie {
  from: Ref;
  to: Ref;
  by: TieStep['by'];
  identifier: string | null;
  /** the rule by which it counts here: R3 for an origin, R7 for a root organisation */
  rule: 'R3' | 'R7';
  /** null where more ties are told than are looked up (`mostActs`) */
  act: Act | null;
}

/** Of so many ties the event is looked up; of more than that nobody reads it. */
const mostActs = 500;

/** Finds who tied sources together, when and why, each tie once. */
export class TieActs {
  readonly #known = new Map<string, Promise<Act | null>>();
  readonly #descriptions = new Map<string, Promise<AuditEvent[]>>();

  constructor(
    private readonly views: LedgerViews,
    private readonly opened: OpenedDossier,
    private readonly knownAt: string | undefined,
  ) {}

  all(steps: readonly TieStep[], rule: Tie['rule']): Promise<Tie[]> {
    return Promise.all(
      steps.map(async ({ from, to, by, identifier }) => {
        const [a, b] = [this.opened.source(from)!, this.opened.source(to)!];
        return { from: a, to: b, by, identifier, rule, act: await this.#act(a, b, by, identifier) };
      }),
    );
  }

  /** An editor's word that two sources are independent. */
  asserted(a: Ref, b: Ref): Act | null {
    const found = this.views.sources
      .get(a.id, this.#clocks)
      ?.independent.findLast(({ source }) => source.id === b.id);
    return found ? actOf(found) : null;
  }

  #act(from: Ref, to: Ref, by: TieStep['by'], identifier: string | null): Promise<Act | null> {
    const key = `${[from.id, to.id].join(' ')} ${by} ${identifier ?? ''}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= mostActs) return Promise.resolve(null);
    const found = this.#find(from, to, by, identifier);
    this.#known.set(key, found);
    return found;
  }

  async #find(from: Ref, to: Ref, by: TieStep['by'], identifier: string | null): Promise<Act | null> {
    if (by === 'same') {
      const same = this.views.sources.get(from.id, this.#clocks)?.same;
      const act = same?.find(({ source }) => source.id === to.id);
      return act ? actOf(act) : null;
    }
    if (by !== 'identifier') return actOfEvent((await this.#descriptionsOf(from)).at(-1));
    // One of the two may be meant by its own name.
    for (const source of [from, to]) {
      const last = (await this.#descriptionsOf(source)).at(-1);
      if (last && (last.data['sameAs'] as string[] | undefined)?.includes(identifier ?? ''))
        return actOfEvent(last);
    }
    return null;
  }

  /** What says whose mouth a source is, to whom it belongs and which identifiers it has: the last of them holds. */
  #descriptionsOf(source: Ref): Promise<AuditEvent[]> {
    const known = this.#descriptions.get(source.id);
    if (known) return known;
    const found = this.views.audit
      .history(source.id, this.#clocks)
      .then((events) =>
        inForce(events).filter(({ type }) => type === 'SourceRegistered' || type === 'SourceDescribed'),
      );
    this.#descriptions.set(source.id, found);
    return found;
  }

  get #clocks(): Clocks {
    return this.knownAt === undefined ? {} : { knownAt: this.knownAt };
  }
}

const actOf = ({ position, event, actor, recordedAt, reason }: Act): Act => ({
  position,
  event,
  actor,
  recordedAt,
  ...(reason !== undefined && { reason }),
});

function actOfEvent(event: AuditEvent | undefined): Act | null {
  if (!event) return null;
  const { position, id, actor, recordedAt, data } = event;
  const reason = data['reason'];
  return { position, event: id, actor, recordedAt, ...(typeof reason === 'string' && { reason }) };
}
