import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * What the ledger hands out to be shown again. Each begins with a prefix by which a scanner for leaked secrets, and a
 * person, knows it. The secret part is 256 random bits, so it is stored as its plain SHA-256: nobody guesses 256 bits
 * however quickly they can hash, and a slow hash (made for passwords, which people choose) would only let strangers
 * make the server work.
 */
export const keyPrefix = 'ilk';
export const oneTimePrefix = 'ilo';
export const folderPrefix = 'ilf';

/** 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
/** 64 random bits, hexadecimal: the public part of a key. */
export const newKeyId = (): string => randomBytes(8).toString('hex');

/** SHA-256, hexadecimal. */
export const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Takes as long whatever it finds. Both are hashes in hexadecimal. */
export function sameHash(one: string, other: string): boolean {
  const a = Buffer.from(one, 'hex');
  const b = Buffer.from(other, 'hex');
  return a.length === b.length && timingSafeEqual(a, b);
}

const keyPattern = new RegExp(`^${keyPrefix}_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$`);

export const keyText = (id: string, secret: string): string => `${keyPrefix}_${id}_${secret}`;

/** Undefined for what was never a key of any ledger. */
export function readKeyText(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = keyPattern.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}
