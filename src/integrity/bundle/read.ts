import { leafHash } from '../../log/envelope.js';
import { nodeHash } from '../tree/hash.js';
import { equalBytes, fromBase64, utf8 } from '../verifier/bytes.js';
import { openCheckpoint } from '../verifier/checkpoint.js';
import { verifyInclusion } from '../verifier/inclusion.js';
import { isRecord, readLeaf } from '../verifier/leaf.js';
import { Malformed, NotProven } from '../verifier/malformed.js';
import type { VerifierKey } from '../verifier/note.js';
import { parseStrictJson } from '../verifier/strict-json.js';
import {
  bundleFiles,
  descriptorName,
  fileNames,
  readAbout,
  type BundleContent,
  type BundleFiles,
} from './format.js';

/**
 * The content of a bundle, every event of it shown to be in the log whose checkpoint a pinned key signed, and every
 * other file shown to follow from them. That the view does too is for whoever can replay the events.
 * @throws Malformed, NotProven
 */
export async function readBundle(files: BundleFiles, keys: readonly VerifierKey[]): Promise<BundleContent> {
  const about = readAbout(files);
  requireFiles(files);
  const text = (file: keyof typeof fileNames) => utf8(files.get(fileNames[file])!, fileNames[file]);
  const checkpoint = text('checkpoint');
  const head = await openCheckpoint(checkpoint, keys);
  if (head.origin !== about.log || head.size !== about.size) {
    throw new NotProven(
      `the bundle says that it is of ${about.size} events of ${about.log}, its checkpoint is not`,
    );
  }
  const lines = linesOf(files.get(fileNames.events)!);
  const proofs = readProofs(text('proofs'), lines.length);
  const events: BundleContent['events'] = [];
  for (const [at, bytes] of lines.entries()) {
    const where = `line ${at + 1} of ${fileNames.events}`;
    const envelope = readLeaf(bytes, where);
    const { leafIndex, proof } = proofs[at]!;
    const hashes = proof.map((hash) => fromBase64(hash, `the proof of ${where}`, 32));
    await verifyInclusion(leafHash(bytes), leafIndex, head.size, hashes, head.root, nodeHash).catch(
      (error: Error) => {
        throw new NotProven(`${where} (${envelope.id}): ${error.message}`);
      },
    );
    events.push({ leafIndex, bytes, envelope, proof });
  }
  requireWholeStreams(events, about.ledger);
  const view = text('view');
  const { incident, title } = viewHeading(view);
  const content = { about, name: incident, title, events, checkpoint, view };
  requireDerived(files, bundleFiles(content));
  return content;
}

function requireFiles(files: BundleFiles): void {
  const wanted = new Set<string>([...Object.values(fileNames), descriptorName]);
  for (const name of files.keys()) {
    if (!wanted.has(name)) throw new Malformed(`the bundle has a file that none has: ${name.slice(0, 60)}`);
  }
  for (const name of wanted) if (!files.has(name)) throw new Malformed(`the bundle lacks ${name}`);
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) throw new Malformed(`${fileNames.events} does not end with a line break`);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (lines.length === 0) throw new Malformed(`${fileNames.events} is empty`);
  return lines;
}

function readProofs(text: string, count: number): { leafIndex: number; proof: string[] }[] {
  const value = parseStrictJson(text, fileNames.proofs);
  if (!Array.isArray(value) || value.length !== count) {
    throw new Malformed(`${fileNames.proofs} is not a list of one proof an event`);
  }
  let before = -1;
  return value.map((entry: unknown, at) => {
    const { leafIndex, proof } = isRecord(entry) ? entry : {};
    if (
      typeof leafIndex !== 'number' ||
      !Array.isArray(proof) ||
      !proof.every((hash) => typeof hash === 'string')
    ) {
      throw new Malformed(`${fileNames.proofs}/${at} is no proof`);
    }
    if (leafIndex <= before) throw new NotProven(`${fileNames.proofs}/${at} is not in the order of the log`);
    before = leafIndex;
    return { leafIndex, proof };
  });
}

/** Of every thing all events from the first on: none is missing in the middle. */
function requireWholeStreams(events: BundleContent['events'], ledger: string): void {
  const revisions = new Map<string, number>();
  for (const { leafIndex, envelope } of events) {
    const before = revisions.get(envelope.stream) ?? -1;
    if (envelope.ledger !== ledger)
      throw new NotProven(`event ${leafIndex} is of another ledger, ${envelope.ledger}`);
    if (envelope.revision !== before + 1) {
      throw new NotProven(
        `event ${leafIndex} (${envelope.id}) does not follow revision ${before} of ${envelope.stream}: an event was left out`,
      );
    }
    revisions.set(envelope.stream, envelope.revision);
  }
}

function viewHeading(view: string): { incident: string; title: string } {
  const value = parseStrictJson(view, fileNames.view);
  const { incident, title } = isRecord(value) ? value : {};
  if (typeof incident !== 'string' || typeof title !== 'string')
    throw new Malformed(`${fileNames.view} is no view`);
  return { incident, title };
}

function requireDerived(files: BundleFiles, made: BundleFiles): void {
  for (const [name, bytes] of made) {
    if (!equalBytes(files.get(name)!, bytes))
      throw new NotProven(`${name} is not what follows from the events`);
  }
}
