import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { StoredIncidentView } from './answers.js';

/** SHA-256 (hex) of the canonical bytes (RFC 8785) of a view without `position`, which no migration keeps. */
export function digestOf(view: StoredIncidentView): string {
  const { position: _, provisional: __, ...content } = view;
  return createHash('sha256').update(canonicalize(content)!).digest('hex');
}
