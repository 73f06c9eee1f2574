import type { Sayings } from './origins.js';
import type { VisibleClaim } from './sayings.js';
import type { Sources } from './sources.js';

/** By what right: of the origin itself, of its root organisation, or of these relays in its chain alone. */
export type Right = { of: 'origin' | 'organisation' } | { of: 'relay'; relays: readonly string[] };

/**
 * R4, "taking back": the right to take back a claim have its origin, whoever shares a root organisation with it, and
 * any relay in its chain (the whole chain, where it has no origin). Null: no right.
 */
export function mayTakeBack(
  sources: Sources,
  sayings: Sayings,
  responder: VisibleClaim,
  target: VisibleClaim,
): Right | null {
  const speakers = sayings.originOf(responder);
  if (speakers.length === 0) return null;
  const origin = sayings.originOf(target);
  if (origin.length > 0 && speakers.join('\n') === origin.join('\n')) return { of: 'origin' };
  const roots = new Set(origin.map((name) => sources.root(name)));
  if (speakers.some((name) => roots.has(sources.root(name)))) return { of: 'organisation' };
  const chain = origin.length > 0 ? target.relays : target.chain;
  const relays = chain.filter((relay) => speakers.includes(relay));
  return relays.length > 0 ? { of: 'relay', relays } : null;
}
