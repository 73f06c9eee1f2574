import { Malformed } from './malformed.js';

/** Byte helpers that run in a browser page as well as in Node. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const strictBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * RFC 4648, section 4, padded, and only the one spelling of each byte string: stray trailing bits are refused too,
 * else a byte of a proof could be changed without anybody noticing.
 * @param what names the field in the error
 * @param length bytes that it must hold
 * @throws Malformed
 */
export function fromBase64(text: string, what: string, length?: number): Uint8Array<ArrayBuffer> {
  if (!strictBase64.test(text)) throw new Malformed(`${what} is not base64 (RFC 4648, section 4)`);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  if (toBase64(bytes) !== text) throw new Malformed(`${what} is base64 with stray bits at its end`);
  if (length !== undefined && bytes.length !== length) {
    throw new Malformed(`${what} holds ${bytes.length} bytes, not ${length}`);
  }
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // in slices: the number of arguments of a call is limited
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** @throws Malformed where the bytes are not UTF-8 */
export function utf8(bytes: Uint8Array, what: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed(`${what} is not valid UTF-8`);
  }
}

export const utf8Bytes = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
