import type { LeafPlace } from '../store.js';

/**
 * The record does not continue what was signed. Nothing is sealed or written from then on; the message says what
 * differs, where, and what to do.
 */
export class IntegrityFault extends Error {
  override readonly name = 'IntegrityFault';
}

export const describeLeaf = ({ index, id, stream, revision }: LeafPlace): string =>
  `event ${index} of the log (${id}, revision ${revision} of ${stream})`;
