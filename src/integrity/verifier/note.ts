import { concatBytes, equalBytes, fromBase64, hex, toBase64, utf8, utf8Bytes } from './bytes.js';
import { sha256 } from './hash.js';
import { Malformed, NotProven } from './malformed.js';

/** C2SP signed-note: a text, a blank line, one line a signature. */
export interface SignedNote {
  /** ends in a newline; this is what is signed */
  text: string;
  signatures: NoteSignature[];
}
export interface NoteSignature {
  name: string;
  /** four bytes, as eight lower-case hexadecimal digits */
  keyId: string;
  signature: Uint8Array;
}
/** A verifier key for Ed25519 ("vkey"): what a person pins. */
export interface VerifierKey {
  name: string;
  keyId: string;
  publicKey: Uint8Array;
}

/** A note of sixteen post-quantum signatures is some 80 kB; nothing that this ledger reads is near this. */
const maxNoteBytes = 1 << 20;
const maxSignatures = 100;
/** the type byte of Ed25519 in C2SP signed-note */
const ed25519 = 1;
const dash = '— ';
/** all but the newline */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0009\u000b-\u001f]/;

/**
 * @throws Malformed whatever departs from the format: encoding, control characters, a missing newline, spelling of
 * base64, names with spaces or plus
 */
export function parseNote(input: string | Uint8Array): SignedNote {
  const note = typeof input === 'string' ? input : utf8(input, 'the note');
  if (note.length > maxNoteBytes) throw new Malformed('the note is larger than 1 MiB');
  if (!note.isWellFormed()) throw new Malformed('the note is not valid Unicode');
  if (controls.test(note)) throw new Malformed('the note holds a control character');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0) throw new Malformed('the note has no blank line between its text and its signatures');
  if (!note.endsWith('\n')) throw new Malformed('the note does not end in a newline');
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw new Malformed(`the note has more than ${maxSignatures} signatures`);
  return { text: note.slice(0, cut + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): NoteSignature {
  if (!line.startsWith(dash)) throw new Malformed('a signature line of the note does not begin with a dash');
  const [name, encoded, ...more] = line.slice(dash.length).split(' ');
  if (!isKeyName(name) || encoded === undefined || more.length > 0) {
    throw new Malformed('a signature line of the note is not: dash, key name, signature');
  }
  const bytes = fromBase64(encoded, `the signature by ${name}`);
  if (bytes.length < 5) throw new Malformed(`the signature by ${name} is too short`);
  return { name, keyId: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

/** Names may hold neither white space nor a plus. */
export function isKeyName(name: string | undefined): name is string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return name !== undefined && name.length > 0 && !/[\p{White_Space}+\u0000-\u001f]/u.test(name);
}

/**
 * `<name>+<key id>+<base64 of type and public key>`; the key id must be the one that name and key give.
 * @throws Malformed
 */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const [name, keyId, ...rest] = text.split('+');
  if (!isKeyName(name) || keyId === undefined || rest.length === 0) {
    throw new Malformed('a key is written name+id+base64, as the log gives it at /log/key');
  }
  if (!/^[0-9a-f]{8}$/.test(keyId)) {
    throw new Malformed(`the id of the key ${name} is not eight lower-case hexadecimal digits`);
  }
  const bytes = fromBase64(rest.join('+'), `the key ${name}`);
  if (bytes[0] !== ed25519 || bytes.length !== 33)
    throw new Malformed(`the key ${name} is not an Ed25519 key`);
  const publicKey = bytes.subarray(1);
  if ((await keyIdOf(name, publicKey)) !== keyId) {
    throw new Malformed(
      `the id of the key ${name} does not fit its name and public key: a letter is mistyped`,
    );
  }
  return { name, keyId, publicKey };
}

export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${key.keyId}+${toBase64(concatBytes(Uint8Array.of(ed25519), key.publicKey))}`;

/** SHA-256(name || 0x0A || 0x01 || public key), the first four bytes, in hexadecimal. */
export async function keyIdOf(name: string, publicKey: Uint8Array): Promise<string> {
  const hash = await sha256(concatBytes(utf8Bytes(`${name}\n`), Uint8Array.of(ed25519), publicKey));
  return hex(hash.subarray(0, 4));
}

/** The note with one line for each signature. */
export function formatNote(note: SignedNote): string {
  const lines = note.signatures.map(({ name, keyId, signature }) => {
    const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return `${dash}${name} ${toBase64(concatBytes(id, signature))}\n`;
  });
  return `${note.text}\n${lines.join('')}`;
}

/**
 * The text of a note that a known key signed. Signatures of unknown keys are ignored, as C2SP asks; one of a known key
 * that does not verify refuses the whole.
 * @returns also the keys that signed
 * @throws Malformed, NotProven
 */
export async function openNote(
  input: string | Uint8Array,
  known: readonly VerifierKey[],
): Promise<{ text: string; signedBy: VerifierKey[] }> {
  const note = parseNote(input);
  const message = utf8Bytes(note.text);
  const signedBy: VerifierKey[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    for (const key of known) {
      if (key.name !== name || key.keyId !== keyId) continue;
      if (!(await verifySignature(key.publicKey, signature, message))) {
        throw new NotProven(
          `the signature by ${name} (key ${keyId}) is false: the text or the signature was changed`,
        );
      }
      if (!signedBy.some((other) => equalBytes(other.publicKey, key.publicKey))) signedBy.push(key);
    }
  }
  if (signedBy.length === 0) {
    const who = note.signatures.map(({ name, keyId }) => `${name} (key ${keyId})`).join(', ');
    const wanted = known.map(({ name, keyId }) => `${name} (key ${keyId})`).join(', ');
    throw new NotProven(`it is signed by ${who}, not by ${wanted || 'any known key'}`);
  }
  return { text: note.text, signedBy };
}

async function verifySignature(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    // a public key that is no point of the curve
    return false;
  }
}
