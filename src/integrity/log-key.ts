import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { writeDurably } from './durable-file.js';
import { checkpointText, type Checkpoint } from './verifier/checkpoint.js';
import { isRecord } from './verifier/leaf.js';
import {
  formatNote,
  formatVerifierKey,
  isKeyName,
  keyIdOf,
  parseVerifierKey,
  type NoteSignature,
  type VerifierKey,
} from './verifier/note.js';

/** The usual name of the file that holds it. */
export const keyFileName = 'log-key.json';

/**
 * The log's keys, in a JSON file of their own outside the log (mode 0600). All that are not retired sign; the first
 * stands longest. A retired one keeps its public half, so that its checkpoints still verify here.
 */
export interface KeyFile {
  /** the log's name, in its checkpoints and its keys */
  name: string;
  keys: StoredKey[];
}
export interface StoredKey {
  /** C2SP verifier key */
  vkey: string;
  /** PKCS#8, PEM; absent once retired */
  private?: string;
  /** RFC 3339 */
  createdAt: string;
  retiredAt?: string;
}

/** The name that a log has unless its operator gave it another: unique, and no address that somebody must keep. */
export const defaultLogName = (ledger: string): string => `incident-ledger/${ledger}`;

export class KeyFileFault extends Error {
  override readonly name = 'KeyFileFault';
}

/** Reads the keys, making file and first key where there is none. @throws KeyFileFault */
export async function openKeyFile(path: string, name: string, now: Date): Promise<KeyFile> {
  if (existsSync(path)) return readKeyFile(path);
  if (!isKeyName(name))
    throw new KeyFileFault('the name of a log is not empty and holds neither blanks nor plus');
  const file: KeyFile = { name, keys: [await newKey(name, now)] };
  save(path, file);
  return file;
}

/** @throws KeyFileFault it is missing or is none */
export function readKeyFile(path: string): KeyFile {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new KeyFileFault(`${path} is not readable as a key file: restore it from its backup`, { cause });
  }
  if (!isKeyFile(file)) throw new KeyFileFault(`${path} is no key file: restore it from its backup`);
  return file;
}

function isKeyFile(file: unknown): file is KeyFile {
  if (!isRecord(file) || typeof file['name'] !== 'string') return false;
  const { keys } = file;
  return (
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.every((key: unknown) => isRecord(key) && typeof key['vkey'] === 'string')
  );
}

/** A new key beside those there are: from now on all of them sign, and whoever pinned an old one can follow. */
export async function addKey(path: string, now: Date): Promise<StoredKey> {
  const file = readKeyFile(path);
  const key = await newKey(file.name, now);
  save(path, { ...file, keys: [...file.keys, key] });
  return key;
}

/** The key with this id signs no more; its private half is deleted. @throws KeyFileFault it is the only one */
export async function retireKey(path: string, keyId: string, now: Date): Promise<void> {
  const file = readKeyFile(path);
  const keys = await Promise.all(
    file.keys.map(async (stored): Promise<StoredKey> => {
      const { private: secret, ...rest } = stored;
      const named = (await parseVerifierKey(stored.vkey)).keyId === keyId;
      return named && secret !== undefined ? { ...rest, retiredAt: now.toISOString() } : stored;
    }),
  );
  if (!keys.some((key) => key.retiredAt === now.toISOString())) {
    throw new KeyFileFault(`no key with the id ${keyId} signs here: \`incident-ledger key\` lists them`);
  }
  if (!keys.some((key) => key.private !== undefined)) {
    throw new KeyFileFault(
      `${keyId} is the only key that signs: make another first (\`incident-ledger key --rotate\`)`,
    );
  }
  save(path, { ...file, keys });
}

/** Signs a checkpoint with every key in force. */
export async function signCheckpoint(file: KeyFile, checkpoint: Checkpoint): Promise<string> {
  const text = checkpointText(checkpoint);
  const signatures: NoteSignature[] = [];
  for (const { vkey, private: secret } of file.keys) {
    if (secret === undefined) continue;
    const { name, keyId } = await parseVerifierKey(vkey);
    signatures.push({ name, keyId, signature: sign(null, Buffer.from(text), createPrivateKey(secret)) });
  }
  return formatNote({ text, signatures });
}

/** All keys that ever signed, retired ones too. */
export const verifierKeys = (file: KeyFile): Promise<VerifierKey[]> =>
  Promise.all(file.keys.map(({ vkey }) => parseVerifierKey(vkey)));

async function newKey(name: string, now: Date): Promise<StoredKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey);
  return {
    vkey: formatVerifierKey({ name, keyId: await keyIdOf(name, raw), publicKey: raw }),
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    createdAt: now.toISOString(),
  };
}

/** The 32 bytes of RFC 8032. */
function rawPublicKey(key: KeyObject): Uint8Array {
  const { x } = key.export({ format: 'jwk' });
  return new Uint8Array(Buffer.from(x!, 'base64url'));
}

function save(path: string, file: KeyFile): void {
  writeDurably(path, `${JSON.stringify(file, undefined, 2)}\n`, 0o600);
  chmodSync(path, 0o600);
}
