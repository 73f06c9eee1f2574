import { isIPv4, isIPv6 } from 'node:net';

/** Of an IPv6 address: whoever is given one is given all that share these (RFC 4291, 2.5.1; RFC 6177). */
const prefixGroups = 4;

/**
 * Whose requests are counted together: an IPv4 address by itself, also where it is written as IPv6 (`::ffff:192.0.2.1`),
 * and all IPv6 addresses of one /64.
 */
export function whoseAddress(address: string): string {
  const plain = address.split('%', 1)[0]!.toLowerCase();
  const mapped = /^::ffff:([\d.]+)$/.exec(plain)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.split('::');
  const groups = groupsOf(before);
  const zeros = after === undefined ? 0 : 8 - groups.length - groupsOf(after).length;
  const whole = [...groups, ...Array.from({ length: zeros }, () => '0'), ...groupsOf(after ?? '')];
  return `${whole
    .slice(0, prefixGroups)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** A dotted end counts for two; what it says lies beyond the prefix. */
const groupsOf = (text: string): string[] =>
  text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
