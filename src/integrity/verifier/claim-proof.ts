import { fromBase64, utf8 } from './bytes.js';
import { openCheckpoint, type Checkpoint } from './checkpoint.js';
import { hashOfLeaf } from './hash.js';
import { verifyInclusion } from './inclusion.js';
import { isRecord, readLeaf, type LeafEnvelope } from './leaf.js';
import { Malformed, NotProven } from './malformed.js';
import type { VerifierKey } from './note.js';
import { parseStrictJson } from './strict-json.js';

/** What `GET /v1/claims/{key}/proof` serves: docs/PROOFS.md. */
export interface ClaimProof {
  /** the signed note, as text */
  checkpoint: string;
  events: {
    /** from 0 */
    leafIndex: number;
    /** canonical bytes of the event, base64 */
    leaf: string;
    /** hashes, base64, from the leaf's sibling up */
    proof: string[];
  }[];
}

export interface ProvenEvent {
  leafIndex: number;
  envelope: LeafEnvelope;
}
export interface ProvenClaim {
  checkpoint: Checkpoint & { signedBy: VerifierKey[] };
  /** in log order */
  events: ProvenEvent[];
}

/** A log of 2^53 events needs 53. */
const maxProofLength = 64;

/** @throws Malformed */
export function parseClaimProof(input: string | Uint8Array): ClaimProof {
  const text = typeof input === 'string' ? input : utf8(input, 'the proof');
  const value = parseStrictJson(text, 'the proof');
  const { checkpoint, events } = fieldsOf(value, ['checkpoint', 'events'], 'the proof');
  if (typeof checkpoint !== 'string') throw new Malformed('checkpoint is not the text of a signed note');
  if (!Array.isArray(events) || events.length === 0)
    throw new Malformed('events is not a list of one or more');
  return {
    checkpoint,
    events: events.map((event: unknown, at) => {
      const where = `events/${at}`;
      const { leafIndex, leaf, proof } = fieldsOf(event, ['leafIndex', 'leaf', 'proof'], where);
      if (typeof leafIndex !== 'number' || !Number.isSafeInteger(leafIndex) || leafIndex < 0) {
        throw new Malformed(`${where}/leafIndex is not a whole number from 0 up`);
      }
      if (typeof leaf !== 'string') throw new Malformed(`${where}/leaf is not base64`);
      if (!isTexts(proof) || proof.length > maxProofLength) {
        throw new Malformed(`${where}/proof is not a list of at most ${maxProofLength} hashes`);
      }
      return { leafIndex, leaf, proof };
    }),
  };
}

/**
 * That every event stands in the log whose checkpoint one of the pinned keys signed, as it is given here. That no later
 * event changes what they say is not shown: docs/PROOFS.md.
 * @throws Malformed, NotProven (naming the event)
 */
export async function verifyClaimProof(
  input: string | Uint8Array,
  keys: readonly VerifierKey[],
): Promise<ProvenClaim> {
  const { checkpoint: note, events } = parseClaimProof(input);
  const checkpoint = await openCheckpoint(note, keys);
  const proven: ProvenEvent[] = [];
  for (const [at, { leafIndex, leaf, proof }] of events.entries()) {
    const where = `events/${at}`;
    const bytes = fromBase64(leaf, `${where}/leaf`);
    const envelope = readLeaf(bytes, `${where}/leaf`);
    const hashes = proof.map((hash, place) => fromBase64(hash, `${where}/proof/${place}`, 32));
    await verifyInclusion(await hashOfLeaf(bytes), leafIndex, checkpoint.size, hashes, checkpoint.root);
    proven.push({ leafIndex, envelope });
  }
  requireOneOrderedStream(proven);
  return { checkpoint, events: proven };
}

/** A claim's events are one stream from its beginning, in the order of the log: nothing missing in the middle. */
function requireOneOrderedStream(events: readonly ProvenEvent[]): void {
  for (const [at, { leafIndex, envelope }] of events.entries()) {
    const before = events[at - 1];
    const first = events[0]!.envelope;
    if (envelope.ledger !== first.ledger || envelope.stream !== first.stream) {
      throw new NotProven(
        `events/${at} is of ${envelope.stream}, the first of ${first.stream}: not one claim`,
      );
    }
    if (envelope.revision !== at || (before && before.leafIndex >= leafIndex)) {
      throw new NotProven(
        `events/${at} is revision ${envelope.revision} of ${envelope.stream}: events are missing or out of order`,
      );
    }
  }
}

function fieldsOf<Name extends string>(
  value: unknown,
  names: readonly Name[],
  where: string,
): Record<Name, unknown> {
  if (!isRecord(value)) throw new Malformed(`${where} is no JSON object`);
  const extra = Object.keys(value).find((name) => !(names as readonly string[]).includes(name));
  if (extra !== undefined)
    throw new Malformed(`${where} has a field that a proof has not: ${extra.slice(0, 40)}`);
  const missing = names.find((name) => !(name in value));
  if (missing !== undefined) throw new Malformed(`${where} lacks ${missing}`);
  return value;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
