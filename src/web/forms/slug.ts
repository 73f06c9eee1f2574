import { keyMaxLength, keyPattern } from '../../domain/names.js';

/** A key that a name suggests: small letters and digits joined by hyphens; '' where it has no such letters at all. */
export function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  const cut = slug.slice(0, Math.min(60, keyMaxLength)).replace(/-+$/, '');
  return keyPattern.test(cut) ? cut : '';
}

/**
 * The key that a name suggests, or one beside it where that key is another thing's.
 * @param taken whether a key stands for something else already
 */
export function freshKey(kind: string, name: string, taken: (key: string) => boolean): string {
  const slug = slugOf(name) || momentKey(kind);
  let key = slug;
  for (let count = 2; taken(key); count += 1) key = `${slug}-${count}`;
  return key;
}

/** For names in other scripts, which give no key: the moment, so that two do not meet. */
export const momentKey = (kind: string, now: Date = new Date()): string =>
  `${kind}-${now
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[^0-9]/g, '')}-${now.getMilliseconds()}`;
