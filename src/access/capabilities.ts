import type { Role } from '../domain/grants.js';

/**
 * What routes and commands ask for. `read`: what is open, and what was opened to the reader by name. `record`: enter
 * incidents, questions, sources, documents and claims, and mend what was mistyped. `assess`: grade, rank, compare.
 * `resolve`: decide, merge, move, withdraw, undo. `administer`: keys, users, who may do what, which incidents are
 * restricted. `custody`: sealed identities.
 */
export const capabilities = ['read', 'record', 'assess', 'resolve', 'administer', 'custody'] as const;
export type Capability = (typeof capabilities)[number];

/**
 * The whole table. Roles add up; none contains another by rank. An admin hands out access and does not thereby have
 * it: neither to the record, nor to restricted incidents, nor to sealed identities.
 */
export const capabilitiesOf: Readonly<Record<Role, readonly Capability[]>> = {
  reader: ['read'],
  contributor: ['read', 'record'],
  'fact-checker': ['read', 'record', 'assess'],
  editor: ['read', 'record', 'assess', 'resolve'],
  admin: ['read', 'administer'],
  custodian: ['read', 'custody'],
};
