import { v5 as uuidV5 } from 'uuid';

export const thingKinds = ['incident', 'question', 'source', 'document', 'claim'] as const;
export type ThingKind = (typeof thingKinds)[number];
/** Everything that has a stream of its own: the things, and what a person or program may do (`access-<subject>`). */
export type StreamKind = ThingKind | 'access';

/** Short, lower-case: what an incident file calls a key. */
export const keyPattern = /^[a-z0-9]+([.-][a-z0-9]+)*$/;
export const keyMaxLength = 120;
/** The namespace of what is entered by hand; an incident file brings its own. */
export const ownNamespace = 'local';

/**
 * The id of a thing: a UUIDv5 (RFC 9562, 5.5) of (ledger, kind, namespace, key), so that the same thing imported twice
 * is one thing and two ledgers never share an id. A question's key here is `incident/question`.
 */
export function thingId(ledger: string, kind: ThingKind, namespace: string, key: string): string {
  return uuidV5(`${kind}\n${namespace}\n${key}`, ledger);
}

/** The stream of a thing: `claim-<id>`. */
export const streamOf = (kind: StreamKind, id: string): string => `${kind}-${id}`;

/** The opaque id of the person or program whose access a stream tells; undefined for a stream of another sort. */
export const subjectOf = (stream: string): string | undefined =>
  stream.startsWith('access-') ? stream.slice('access-'.length) : undefined;

/** The thing that a stream is about, or undefined for a stream of another sort. */
export function thingOf(stream: string): { kind: ThingKind; id: string } | undefined {
  const cut = stream.indexOf('-');
  const kind = thingKinds.find((k) => k === stream.slice(0, cut));
  return kind && { kind, id: stream.slice(cut + 1) };
}

/**
 * Of an act on two things of a kind the one with the smaller id is the first subject: so all that was ever said of
 * the pair stands in one stream, in order, and its last word is known.
 */
export const firstOfPair = (a: string, b: string): string => (a < b ? a : b);
export const secondOfPair = (a: string, b: string): string => (a < b ? b : a);
