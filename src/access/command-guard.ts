import type { Command } from '../domain/commands.js';
import { rejection, type Rejection } from '../domain/decider.js';
import { thingId, type ThingKind } from '../domain/names.js';
import type { Hiding } from '../read/hiding.js';
import type { Asker } from './asker.js';
import { needOf } from './commands.js';
import { can } from './may-do.js';

const entered: Partial<Record<Command['type'], ThingKind>> = {
  OpenIncident: 'incident',
  RegisterSource: 'source',
  RegisterDocument: 'document',
  RecordClaim: 'claim',
};
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a command takes, as a right and of the record: the same for a route, a form and a line of an import. */
export class CommandGuard {
  constructor(
    private readonly asker: Asker,
    /** from this asker; undefined: nothing */
    private readonly hiding: Hiding | undefined,
    private readonly ledger: string,
  ) {}

  /** Why this asker may not do it; undefined: they may. */
  refusal(command: Command): Rejection | undefined {
    const need = needOf[command.type];
    if (!can(this.asker, need)) {
      return rejection('forbidden', `this takes the right to ${need}, which your roles do not hold`);
    }
    const { hiding } = this;
    if (!hiding) return undefined;
    const own = this.#entered(command);
    if (own !== undefined && hiding.hides(own)) {
      return rejection('name-taken', 'this key cannot be used: choose another one', 'key');
    }
    const hidden = idsIn(command).find((id) => hiding.hides(id));
    return hidden === undefined
      ? undefined
      : rejection('unknown-reference', `nothing that you may see has the id ${hidden}: mend the reference`);
  }

  /** Whether anything at all is hidden from this asker. */
  get isLimited(): boolean {
    return this.hiding !== undefined;
  }

  hides(id: string): boolean {
    return this.hiding?.hides(id) ?? false;
  }

  /** The thing that would be entered, where its id follows from its name: it may be there already, and hidden. */
  #entered(command: Command): string | undefined {
    const kind = entered[command.type];
    if (kind === undefined || !('namespace' in command) || command.key === undefined) return undefined;
    return thingId(this.ledger, kind, command.namespace, command.key);
  }
}

/** Every id that a command names, at whatever depth. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return uuidPattern.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(idsIn);
}
