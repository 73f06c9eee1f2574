import { verifyServedLog } from '../../../src/integrity/verify/served-log.js';
import { openCheckpoint } from '../../../src/integrity/verifier/checkpoint.js';
import { verifyClaimProof } from '../../../src/integrity/verifier/claim-proof.js';
import { Malformed, NotProven } from '../../../src/integrity/verifier/malformed.js';
import { parseVerifierKey } from '../../../src/integrity/verifier/note.js';
import { MemoryLog } from '../../../src/log/memory/memory-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { openIntegrity, recordClaims } from '../support/ledgers.js';
import { randomFrom } from '../support/random.js';

/**
 * Run by flips.spec.ts outside of the test runner, whose globals are slow: `flips.ts COUNT`. Changes one byte of a
 * proof, of a checkpoint, of a key, of a tile and of stored events, COUNT times anew, and prints what went unnoticed, or did worse.
 */
const count = Number(process.argv[2]);
const seed = 20_261_125;

const folder = temporaryFolder();
const log = new MemoryLog();
const integrity = await openIntegrity(log, folder.path);
const claims = await recordClaims(log, 333, 2);
const proof = Buffer.from(JSON.stringify(await integrity.claimProof(claims[123]!)));
const note = Buffer.from(await integrity.checkpoint());
const vkey = Buffer.from(integrity.key().trim());
const keys = [await parseVerifierKey(vkey.toString())];
await integrity.close();
folder.remove();

/** What a small log serves, by path: notes, tiles of hashes, and the stored events in their bundle. */
const small = temporaryFolder();
const smallLog = new MemoryLog();
const served = new Map<string, Buffer>();
const smallIntegrity = await openIntegrity(smallLog, small.path);
await recordClaims(smallLog, 6, 2);
served.set('checkpoint', Buffer.from((await smallIntegrity.sealer.seal()).note));
const smallKeys = [await parseVerifierKey(smallIntegrity.key().trim())];
for (const path of ['tile/0/000.p/12', 'tile/entries/000.p/12']) {
  served.set(path, Buffer.from((await smallIntegrity.tile(path, () => true))!));
}
await smallIntegrity.close();
small.remove();
const verifiedBut = (path: string) => (changed: Buffer) =>
  verifyServedLog(
    async (asked) => (asked === path ? changed : served.get(asked)),
    smallKeys,
    [],
    () => {},
  );

async function unnoticed(what: string, bytes: Buffer, verify: (changed: Buffer) => Promise<unknown>) {
  await verify(bytes); // as it is, it is verified
  const random = randomFrom(seed);
  const missed: string[] = [];
  const one = async (at: number, change: number) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at]! + change) & 255;
    const outcome = await verify(changed).then(
      () => 'verified',
      (error: unknown) =>
        error instanceof Malformed || error instanceof NotProven ? 'found' : String(error),
    );
    if (outcome !== 'found') missed.push(`${what}, seed ${seed}: byte ${at} plus ${change}: ${outcome}`);
  };
  const together = 250;
  for (let round = 0; round < count; round += together) {
    await Promise.all(Array.from({ length: together }, () => one(random(bytes.length), 1 + random(255))));
  }
  return missed;
}

const missed = [
  ...(await unnoticed('proof', proof, (changed) => verifyClaimProof(changed, keys))),
  ...(await unnoticed('checkpoint', note, (changed) => openCheckpoint(changed, keys))),
  ...(await unnoticed('key', vkey, async (changed) =>
    openCheckpoint(note, [await parseVerifierKey(changed.toString('utf8'))]),
  )),
  ...(await unnoticed('tile', served.get('tile/0/000.p/12')!, verifiedBut('tile/0/000.p/12'))),
  ...(await unnoticed(
    'stored event',
    served.get('tile/entries/000.p/12')!,
    verifiedBut('tile/entries/000.p/12'),
  )),
];
process.stdout.write(`${JSON.stringify(missed)}\n`);
