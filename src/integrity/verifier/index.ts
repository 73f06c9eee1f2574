/**
 * The verifier as one ES module that needs nothing but WebCrypto: a page can verify what it shows, and anybody can read
 * it whole. docs/PROOFS.md says how to call it.
 */
export { openCheckpoint, parseCheckpointText, type Checkpoint } from './checkpoint.js';
export { parseClaimProof, verifyClaimProof, type ClaimProof, type ProvenClaim } from './claim-proof.js';
export { verifyConsistency, type TreeHead } from './consistency.js';
export { hashOfLeaf, hashOfNode } from './hash.js';
export { verifyInclusion } from './inclusion.js';
export { readLeaf, type LeafEnvelope } from './leaf.js';
export { Malformed, NotProven } from './malformed.js';
export { openNote, parseNote, parseVerifierKey, type VerifierKey } from './note.js';
