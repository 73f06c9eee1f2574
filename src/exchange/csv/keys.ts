import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { keyMaxLength, keyPattern } from '../../domain/names.js';

/**
 * Keys that are made of what a row says, always the same of the same: importing a file again finds what it entered
 * before. What letters a key cannot hold is told apart by a hash.
 */
export const isKey = (text: string): boolean => text.length <= keyMaxLength && keyPattern.test(text);

const longestName = 60;

/** Of a name: `The Agency` is `the-agency`; one in other letters than a to z gets a hash of itself. */
export function keyOfName(name: string): string {
  if (isKey(name)) return name;
  const bare = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = slugOf(bare);
  const isWhole = slug.length <= longestName && !/[^\p{ASCII}]/u.test(bare.replaceAll(/[^\p{L}\p{N}]/gu, ''));
  if (isWhole && slug !== '') return slug;
  const mark = digest(name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim());
  return joined(slug, mark);
}

/** Of an unnamed speaker, who is known to one relay alone: `agency.an-officer`. */
export function keyOfUnnamed(relay: string, name: string): string {
  const key = `${relay}.${keyOfName(name)}`;
  return key.length <= keyMaxLength ? key : joined(relay, digest(key));
}

/** Of a document: of its address. */
export const keyOfAddress = (url: string): string =>
  joined(slugOf(url.replace(/^https?:\/\/(www\.)?/i, '').toLowerCase()), digest(url));

/** Of a claim: of all that its row says. */
export const keyOfContent = (content: object): string => `row-${digest(canonicalize(content)!)}`;

const slugOf = (text: string): string => text.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');

function joined(slug: string, mark: string): string {
  const start = slug.slice(0, longestName).replace(/[.-]+$/, '');
  return start === '' ? `x-${mark}` : `${start}-${mark}`;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 20);
