/** The addresses of the workspace. Names are those of `Ref.name`: they may hold any letter, so each is encoded. */
const segment = (name: string): string =>
  encodeURIComponent(name.endsWith('.json') ? `${name}.` : name).replaceAll('%3A', ':');

export const incidentPath = (incident: string): string => `/incidents/${segment(incident)}`;
export const diffPath = (incident: string): string => `${incidentPath(incident)}/diff`;
export const questionPath = (incident: string, key: string): string =>
  `${incidentPath(incident)}/questions/${segment(key)}`;
/** Of a question's full name, `incident/question`; an incident's name holds no slash. */
export function questionPathOf(name: string): string {
  const cut = name.indexOf('/');
  return questionPath(name.slice(0, cut), name.slice(cut + 1));
}
export const claimPath = (claim: string): string => `/claims/${segment(claim)}`;
export const sourcePath = (source: string): string => `/sources/${segment(source)}`;
export const documentPath = (document: string): string => `/documents/${segment(document)}`;

/** With those parameters that have a value; empty ones are left out, so that addresses stay short to share. */
export function withQuery(path: string, parameters: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%40', '@');
  return text === '' ? path : `${path}?${text}`;
}

/** The address of the same content as JSON. */
export function twinOf(url: string): string {
  const [path, query] = url.split('?', 2);
  const file = path === '/' ? '/incidents.json' : `${path}.json`;
  return query ? `${file}?${query}` : file;
}

/** What happens to an incident or a thing after what a page shows, as it happens. */
export const newsPath = (what: { incident: string } | { thing: string }, after: string | null): string =>
  withQuery('/v1/events', { ...what, after });
