import type { Access } from '../../../src/access/access.js';
import { roles, type Role } from '../../../src/domain/grants.js';

/** Who asks during a run. */
const wanted: [name: string, roles: Role[]][] = [
  ['everything', [...roles]],
  ...roles.map((role): [string, Role[]] => [role, [role]]),
];
export const peopleNames: readonly string[] = [...wanted.map(([name]) => name), 'nobody', 'a guesser'];

const by = { actor: 'local' };
const label = 'fuzz';

/**
 * People with keys. What a run does may be done to them as well: they are disabled, lose roles, their keys are revoked.
 * `mend` gives them back what they had.
 */
export class People {
  constructor(
    private readonly access: Access,
    private readonly ids = new Map<string, string>(),
    private readonly keys = new Map<string, string>(),
  ) {}

  /** The same people at another start of the same ledger. */
  at(access: Access): People {
    return new People(access, this.ids, this.keys);
  }

  headersOf(name: string): Record<string, string> {
    if (name === 'nobody') return {};
    if (name === 'a guesser') return { authorization: 'Bearer ilk_0123456789abcdef_guess' };
    return { authorization: `Bearer ${this.keys.get(name)!}` };
  }

  async mend(): Promise<void> {
    const { users, grants, keys } = this.access;
    for (const [name, roles] of wanted) {
      const id = this.ids.get(name) ?? (await users.make(name, [], by));
      this.ids.set(name, id);
      await users.change(id, { disabled: false });
      for (const role of roles) await grants.give(id, { kind: 'role', role }, 'for the run', by);
      const text = this.keys.get(name);
      if (text !== undefined && (await keys.shown(text)) !== undefined) continue;
      const expiresAt = new Date(Date.now() + 24 * 3600 * 1000).toISOString();
      const issued = await keys.issue(id, { label, roles, expiresAt }, 'for the run', by);
      this.keys.set(name, issued.text);
    }
  }
}
