/**
 * What a person or program may be given. Roles are sets, not ranks: what each may do stands in one table,
 * access/capabilities.ts. A custodian (sealed identities) is apart from an admin (keys, users), on purpose.
 */
export const roles = ['reader', 'contributor', 'fact-checker', 'editor', 'admin', 'custodian'] as const;
export type Role = (typeof roles)[number];

export type Grant =
  | { kind: 'role'; role: Role }
  /** may read this incident though it is restricted; of `everyone`: it is open */
  | { kind: 'incident'; incident: string }
  /** an API key that acts for its holder: with these roles, where the holder has them too, until then (RFC 3339) */
  | { kind: 'key'; key: string; roles: Role[]; expiresAt: string };
/** A grant by its name, as it is taken back. */
export type GrantName =
  { kind: 'role'; role: Role } | { kind: 'incident'; incident: string } | { kind: 'key'; key: string };

/**
 * The holder of what nobody in particular holds. An incident is open until the access of everyone to it is revoked;
 * then it is restricted to those who were given access by name. Since an incident's id follows from its name, it can
 * be restricted before it is opened, and is then never open for a moment.
 */
export const everyone = 'everyone';
