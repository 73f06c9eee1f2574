import type { Grant, GrantName } from '../domain/grants.js';
import type { Rejection } from '../domain/decider.js';
import type { Ledger } from '../log/handle.js';
import type { LedgerViews } from '../read/ledger-views.js';

/** Who grants, and in which request. */
export interface By {
  actor: string;
  /** of the request */
  correlation?: string;
  /** idempotency key, as envelopes hold it */
  key?: string;
}

/** The rules of entry refuse a grant. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
  constructor(readonly rejection: Rejection) {
    super(rejection.message);
  }
}

/** A grant holds as soon as the views have it; so long its giver waits. */
const viewsWaitMs = 5_000;

/** Gives and takes access: every time an event, so that it stands in the record who gave what to whom, and why. */
export class Grants {
  constructor(
    private readonly ledger: Pick<Ledger, 'handle'>,
    private readonly views: Pick<LedgerViews, 'waitFor'>,
  ) {}

  /**
   * False where it was so already.
   * @throws GrantRefused
   */
  give(holder: string, grant: Grant, reason: string, by: By): Promise<boolean> {
    return this.#record({ type: 'GrantAccess', access: holder, grant, reason }, holder, by);
  }

  /**
   * False where it was so already.
   * @throws GrantRefused
   */
  take(holder: string, grant: GrantName, reason: string, by: By): Promise<boolean> {
    return this.#record({ type: 'RevokeAccess', access: holder, grant, reason }, holder, by);
  }

  async #record(
    command: Parameters<Ledger['handle']>[0] & { grant: Grant | GrantName },
    holder: string,
    { actor, correlation, key }: By,
  ): Promise<boolean> {
    const { grant } = command;
    if (
      command.type === 'GrantAccess' &&
      grant.kind === 'role' &&
      grant.role === 'custodian' &&
      actor === holder
    ) {
      throw new GrantRefused({
        code: 'own-custody',
        message: 'nobody makes themselves a custodian of sealed identities: another admin does',
        field: 'grant.role',
      });
    }
    const meta = {
      actor,
      ...(correlation !== undefined && { correlation, causation: correlation }),
      ...(key !== undefined && { key }),
    };
    const outcome = await this.ledger.handle(command, meta);
    if (!outcome.accepted) throw new GrantRefused(outcome.rejection);
    // Where it was so already there may be no event at all yet (taking what nobody has), and nothing to wait for.
    if (outcome.events.length > 0) await this.views.waitFor(outcome.position, viewsWaitMs);
    return outcome.events.length > 0;
  }
}
