import { sourceKinds, type SourceKind } from '../../domain/events.js';
import { isKey, keyOfName, keyOfUnnamed } from './keys.js';

/** A source as a cell names it: `The agency`, `ap = Associated Press (outlet)`, `An officer (unnamed)`. */
export interface Named {
  key: string;
  name: string;
  /** said where the source is first named, so that it can be entered */
  kind?: SourceKind;
  /** of an unnamed one: the relay to whom alone it is known */
  knownTo?: string;
  /** the key was given, and not made of the name */
  hasOwnKey: boolean;
}

const withKind = new RegExp(`^(.*\\S)\\s*\\(\\s*(${sourceKinds.join('|')})\\s*\\)$`, 'is');
const withKey = /^(\S+)\s+=\s+(.+)$/s;

/** @param relay key of who passed on what an unnamed speaker said */
export function readNamed(text: string, relay?: string): Named {
  const [, beforeKind, kindText] = withKind.exec(text) ?? [];
  const rest = beforeKind ?? text;
  const kind = kindText?.toLowerCase() as SourceKind | undefined;
  const [, given, name] = withKey.exec(rest) ?? [];
  const own = given !== undefined && isKey(given) ? { key: given, name: name!.trim() } : undefined;
  const called = own?.name ?? rest.trim();
  const isKnownToRelay = kind === 'unnamed' && relay !== undefined;
  return {
    key: own?.key ?? (isKnownToRelay ? keyOfUnnamed(relay, called) : keyOfName(called)),
    name: called,
    ...(kind && { kind }),
    ...(isKnownToRelay && { knownTo: relay }),
    hasOwnKey: own !== undefined,
  };
}

/** `key = Label`, or the label alone. */
export function readLabelled(text: string): { key: string; label: string } {
  const [, key, label] = withKey.exec(text) ?? [];
  return key !== undefined && isKey(key)
    ? { key, label: label!.trim() }
    : { key: keyOfName(text), label: text };
}

/** What stands in one cell with a sign between the parts; empty parts are none. */
export const partsOf = (text: string, sign: '>' | ';'): string[] =>
  text
    .split(sign)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The chain: from the publisher to the speaker; who is unnamed is known to the one before. */
export function readChain(text: string): Named[] {
  const chain: Named[] = [];
  for (const part of partsOf(text, '>')) chain.push(readNamed(part, chain.at(-1)?.key));
  return chain;
}
