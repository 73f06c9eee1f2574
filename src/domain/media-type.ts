/** Media types (RFC 9110, 8.3.1) as captures have them. */
const token = "[a-z0-9!#$&^_.+'*`|~%-]{1,80}";
const essence = new RegExp(`^${token}/${token}$`);
const charsetIn = /;\s*charset\s*=\s*"?([^\s;"]{1,40})"?/i;

/** In one spelling, of its parameters the charset alone; undefined where it is none. */
export function plainMediaType(text: string): string | undefined {
  const type = text.split(';', 1)[0]!.trim().toLowerCase();
  const charset = charsetIn.exec(text)?.[1]?.toLowerCase();
  if (!essence.test(type)) return undefined;
  return charset === undefined ? type : `${type}; charset=${charset}`;
}

/** Whether what a capture holds is text that can be read as UTF-8: none said is plain text. */
export function isUtf8Text(mediaType = 'text/plain'): boolean {
  const charset = charsetIn.exec(mediaType)?.[1]?.toLowerCase() ?? 'utf-8';
  return mediaType.startsWith('text/') && ['utf-8', 'utf8', 'us-ascii'].includes(charset);
}
