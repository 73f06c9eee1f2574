/** What this browser chose: colours, and until when it has seen what is new. No cookie of ours says who somebody is. */
export const cookieNames = { scheme: 'ledger-scheme', seen: 'ledger-seen' } as const;

/** The value of a cookie (RFC 6265), or undefined; the first of several. */
export function cookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const cut = pair.indexOf('=');
    if (cut > 0 && pair.slice(0, cut).trim() === name) return pair.slice(cut + 1).trim();
  }
  return undefined;
}

const year = 365 * 24 * 3600;
/** `value` is ours: letters, digits and what stands in an instant. */
export const setCookie = (name: string, value: string): string =>
  `${name}=${value}; Path=/; Max-Age=${year}; HttpOnly; SameSite=Lax`;
export const dropCookie = (name: string): string => `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
