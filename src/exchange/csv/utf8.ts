import { isUtf8 } from 'node:buffer';

const isAscii = /^[\0-\x7f]*$/;

/** @param bytes each as one character (Latin-1) @returns what they say in UTF-8; undefined where it is none */
export function readUtf8(bytes: string): string | undefined {
  if (isAscii.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}
