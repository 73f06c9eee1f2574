import type { Grant, GrantName } from '../domain/grants.js';
import type { Rejection } from '../domain/decider.js';
import { upcast } from '../domain/upcast.js';
import type { LoggedEvent } from '../log/event-log.js';
import type { Ledger } from '../log/handle.js';
import type { LedgerViews } from '../read/ledger-views.js';

type KeyGrant = Extract<Grant, { kind: 'key' }>;

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
  async give(holder: string, grant: Grant, reason: string, by: By): Promise<boolean> {
    return (
      (await this.#record({ type: 'GrantAccess', access: holder, grant, reason }, holder, by)).length > 0
    );
  }

  /**
   * Gives a key. A request that was cut off after the event finds what that one says, which may be of a moment before.
   * @throws GrantRefused
   */
  async giveKey(holder: string, grant: KeyGrant, reason: string, by: By): Promise<KeyGrant> {
    const events = await this.#record({ type: 'GrantAccess', access: holder, grant, reason }, holder, by);
    const given = events.map(({ envelope }) => upcast(envelope)).find(({ type }) => type === 'AccessGranted');
    return given ? (given.data as { grant: KeyGrant }).grant : grant;
  }

  /**
   * False where it was so already.
   * @throws GrantRefused
   */
  async take(holder: string, grant: GrantName, reason: string, by: By): Promise<boolean> {
    return (
      (await this.#record({ type: 'RevokeAccess', access: holder, grant, reason }, holder, by)).length > 0
    );
  }

  async #record(
    command: Parameters<Ledger['handle']>[0] & { grant: Grant | GrantName },
    holder: string,
    { actor, correlation, key }: By,
  ): Promise<LoggedEvent[]> {
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
    return outcome.events;
  }
}
