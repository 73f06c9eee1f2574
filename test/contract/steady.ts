/**
 * What is different each time that the same is done again: ids made of time and chance, moments of recording, hashes
 * and signatures of these. Put in one word each, two recordings of the same exchanges are the same.
 */
const unsteady: [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID'],
  // The ledger's own moments have milliseconds; those that the exchanges bring have none.
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'NOW'],
  [/ilk_[0-9a-f]{16}_[\w-]+/g, 'KEY'],
  [/(?<="(?:\d+-)?)[\w-]{22}(?=")/g, 'TAG'],
  [/\b[0-9a-f]{64}\b/g, 'DIGEST'],
  [/\b[0-9a-f]{16}\b/g, 'KEY-ID'],
  [/[A-Za-z0-9+/]{40,}={0,2}/g, 'BYTES'],
];

export function steady(value: unknown): unknown {
  if (typeof value === 'string') {
    return unsteady.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), value);
  }
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, steady(part)]));
}
