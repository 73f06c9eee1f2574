import type { Role } from '../../domain/grants.js';

/**
 * What is not the log: names of people, secrets' hashes, sessions. It can be changed and forgotten, as the log cannot.
 * Records are small JSON objects by kind and id (at most 100 of `a-z0-9-`). Every record has a version of its own, so
 * that of two who change it at once one is told; an adapter needs no transaction over several records (EventStoreDB:
 * one stream a record, which keeps its last event alone). No secret is in it that would serve whoever reads it.
 */
export interface Records {
  /** id: what events call a user */
  user: User;
  /** id: SHA-256 (hex) of issuer, line feed, subject */
  identity: Identity;
  /** id: the public part of the key */
  key: Key;
  /** id: SHA-256 (hex) of the cookie */
  session: Session;
  /** id: SHA-256 (hex) of the token */
  'one-time-token': OneTimeToken;
  /** id: SHA-256 (hex) of whose idempotency key it is */
  request: KeyedRequest;
}
export type RecordKind = keyof Records;

interface Made {
  /** RFC 3339 */
  createdAt: string;
  /** actor */
  createdBy: string;
}
export interface User extends Made {
  name: string;
  /** cannot sign in by any means */
  disabled: boolean;
  /** whoever can read the data folder signs in as this one, by a one-time token */
  keeper: boolean;
  /** at an OIDC issuer */
  identities: { issuer: string; subject: string }[];
}
export interface Identity {
  user: string;
}
export interface Key extends Made {
  user: string;
  /** what it is for, in its holder's words */
  label: string;
  /** of these the ones that its user has as well */
  roles: Role[];
  /** SHA-256 (hex) of the secret part */
  hash: string;
  expiresAt: string;
  revokedAt?: string;
  /** to within some minutes */
  lastUsedAt?: string;
}
export interface Session {
  user: string;
  /** id of the key that was shown for it: the session has no more than that key */
  key?: string;
  createdAt: string;
  expiresAt: string;
}
export interface OneTimeToken {
  createdAt: string;
  expiresAt: string;
}

export interface KeyedRequest {
  /** of what it asks */
  fingerprint: string;
  /** id of the user or key that it made, or was about to */
  made: string;
  createdAt: string;
}

/** Opaque: another one after every change. */
export type Version = number;
/** The version expected of a record that is not there. */
export const noRecord: Version = 0;

export interface Versioned<Record> {
  record: Record;
  version: Version;
}
export interface Listed<Record> extends Versioned<Record> {
  id: string;
}

export interface Registry {
  get<Kind extends RecordKind>(kind: Kind, id: string): Promise<Versioned<Records[Kind]> | undefined>;

  /**
   * Durable when it resolves, with the new version.
   * @throws RecordChanged it has another version than the expected one; nothing was written
   */
  put<Kind extends RecordKind>(
    kind: Kind,
    id: string,
    record: Records[Kind],
    expected: Version,
  ): Promise<Version>;

  /** In the order of their ids, after one of them (default: from the start), at most `limit`. */
  list<Kind extends RecordKind>(
    kind: Kind,
    options: { after?: string; limit: number },
  ): Promise<Listed<Records[Kind]>[]>;

  /**
   * For good. Of two who delete one record at once, one succeeds.
   * @throws RecordChanged it has another version, or is gone
   */
  delete(kind: RecordKind, id: string, expected: Version): Promise<void>;

  close(): Promise<void>;
}

/** Somebody else was first: read it again. */
export class RecordChanged extends Error {
  override readonly name = 'RecordChanged';
  constructor(kind: RecordKind, id: string) {
    super(`the ${kind} ${id} was changed meanwhile`);
  }
}

const pageSize = 200;

/** All of a kind, page by page. */
export async function* every<Kind extends RecordKind>(
  registry: Registry,
  kind: Kind,
): AsyncGenerator<Listed<Records[Kind]>> {
  for (let after: string | undefined; ;) {
    const page = await registry.list(kind, { ...(after !== undefined && { after }), limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}
