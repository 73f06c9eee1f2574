import type { Clocks, Page, PageRequest } from '../../src/read/answers.js';
import type { Views } from '../../src/read/views.js';

/** That they all answer alike, from the same rows, is for the tests of reconciliation. */
const policies = ['accounts@1', 'low-best-high@1'] as const;

function* all<Item>(list: (request: PageRequest) => Page<Item>, limit = 7): Generator<Item> {
  let cursor: string | undefined;
  do {
    const page = list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** All that the views answer, page by page, as text: two of them are alike when these are. */
export function everything(views: Views, clocks: Clocks = {}, words: string[] = ['rockets']): string {
  const incidents = [...all((page) => views.incidents.list({}, clocks, page))];
  const questions = [...all((page) => views.questions.list({}, clocks, page))];
  const sources = [...all((page) => views.sources.list({}, clocks, page))];
  const documents = [...all((page) => views.documents.list({}, clocks, page))];
  const claims = [...all((page) => views.claims.list({ withdrawn: true }, clocks, page))];
  return JSON.stringify(
    {
      incidents: incidents.map(({ id }) => views.incidents.get(id, clocks)),
      questions: questions.map(({ id }) => views.questions.get(id, clocks)),
      sources: sources.map(({ id }) => [
        views.sources.get(id, clocks),
        [...all((page) => views.sources.said(id, clocks, page))].map(({ claim, role }) => [claim.id, role]),
      ]),
      documents: documents.map(({ id }) => views.documents.get(id, clocks)),
      claims: claims.map(({ id }) => views.claims.get(id, clocks)),
      inIncidents: incidents.map(({ id }) =>
        [...all((page) => views.claims.list({ incident: id }, clocks, page))].map((claim) => claim.id),
      ),
      likelySame: [...all((page) => views.sources.likelySame(page))],
      views: incidents.flatMap(({ id }) =>
        policies.map((policy) => views.incidentViews.view(id, { ...clocks, policy })),
      ),
      found: words.map((text) => [...all((page) => views.search.find({ text }, clocks, page))]),
      audit: [...all((page) => views.audit.list({ order: 'oldest' }, page))],
      health: { ...views.health(), following: false, lag: 0 },
    },
    null,
    1,
  );
}
export { all };
