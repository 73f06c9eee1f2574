import { thingOf } from '../domain/names.js';
import type { LoggedEvent } from '../log/event-log.js';
import type { AuditEntry, Page, PageRequest, Ref, Resolved } from '../read/answers.js';
import type { Hiding } from '../read/hiding.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { folderOwner, type Asker } from './asker.js';
import { hidingFor } from './hiding-for.js';
import { can, mayDo, type Openness } from './may-do.js';
import { Scrubber } from './scrubber.js';

type Filtered =
  | 'names'
  | 'incidents'
  | 'questions'
  | 'sources'
  | 'documents'
  | 'claims'
  | 'incidentViews'
  | 'attention'
  | 'sourceRecords'
  | 'search';

/**
 * The views as one who asks may see them: the one place where restricted incidents are left out, of lists, details,
 * views, search, audit and names alike. Whoever adds a member to `LedgerViews` has to decide here what it shows.
 * Where nothing is restricted, the answers are those of the views themselves.
 */
export function guardedViews(views: LedgerViews, askerNow: () => Asker): LedgerViews {
  const member = <Name extends Filtered>(name: Name): LedgerViews[Name] => {
    const hiding = hidingFor(askerNow(), views.access);
    return hiding ? parts[name](views, hiding, new Scrubber(hiding)) : views[name];
  };
  return {
    get names() {
      return member('names');
    },
    get incidents() {
      return member('incidents');
    },
    get questions() {
      return member('questions');
    },
    get sources() {
      return member('sources');
    },
    get documents() {
      return member('documents');
    },
    get claims() {
      return member('claims');
    },
    get incidentViews() {
      return member('incidentViews');
    },
    get attention() {
      return member('attention');
    },
    get sourceRecords() {
      return member('sourceRecords');
    },
    get search() {
      return member('search');
    },
    get audit() {
      return auditFor(views, askerNow());
    },
    get news() {
      return newsFor(views, askerNow());
    },
    get access() {
      return views.access;
    },
    // Hashes, of what only whoever asks can know.
    get requestKeys() {
      return views.requestKeys;
    },
    position: () => views.position(),
    get advances() {
      return views.advances;
    },
    catchUp: () => views.catchUp(),
    follow: () => views.follow(),
    waitFor: (position, milliseconds) => views.waitFor(position, milliseconds),
    health: () => views.health(),
    close: () => views.close(),
  };
}

/** What is left of each member where something is hidden. */
const parts: {
  [Name in Filtered]: (views: LedgerViews, hiding: Hiding, scrub: Scrubber) => LedgerViews[Name];
} = {
  names: (views, hiding) => ({
    resolve: (kind, name) => resolvedBut(views.names.resolve(kind, name), hiding),
    only: (kind, name) => {
      const id = views.names.only(kind, name);
      return id === undefined || hiding.hides(id) ? undefined : id;
    },
    ref: (id) => (hiding.hides(id) ? undefined : views.names.ref(id)),
  }),
  incidents: (views, hiding, scrub) => ({
    list: (filter, clocks, page) =>
      filter.parent !== undefined && hiding.hides(filter.parent)
        ? nothing
        : filtered(page, (asked) => views.incidents.list(filter, clocks, asked, hiding), scrub.incident),
    get: (id, clocks) => scrub.incidentDetail(views.incidents.get(id, clocks)),
  }),
  questions: (views, _hiding, scrub) => ({
    list: (filter, clocks, page) =>
      filtered(page, (asked) => views.questions.list(filter, clocks, asked), scrub.question),
    get: (id, clocks) => scrub.questionDetail(views.questions.get(id, clocks)),
  }),
  sources: (views, hiding, scrub) => ({
    list: (filter, clocks, page) =>
      filtered(page, (asked) => views.sources.list(filter, clocks, asked), scrub.source),
    get: (id, clocks) => scrub.sourceDetail(views.sources.get(id, clocks)),
    said: (id, clocks, page) =>
      hiding.hides(id)
        ? nothing
        : filtered(page, (asked) => views.sources.said(id, clocks, asked), scrub.said),
    likelySame: (page) => filtered(page, (asked) => views.sources.likelySame(asked), scrub.likelySame),
  }),
  documents: (views, _hiding, scrub) => ({
    list: (filter, clocks, page) =>
      filtered(page, (asked) => views.documents.list(filter, clocks, asked), scrub.document),
    get: (id, clocks) => scrub.documentDetail(views.documents.get(id, clocks)),
  }),
  claims: (views, _hiding, scrub) => ({
    list: (filter, clocks, page) =>
      filtered(page, (asked) => views.claims.list(filter, clocks, asked), scrub.claim),
    get: (id, clocks) => scrub.claimDetail(views.claims.get(id, clocks)),
  }),
  incidentViews: (views, { hides, incidents: hidden }, scrub) => ({
    dossier: (id, knownAt) => (hides(id) ? undefined : views.incidentViews.dossier(id, knownAt, hidden)),
    opened: (id, knownAt) => (hides(id) ? undefined : views.incidentViews.opened(id, knownAt, hidden)),
    view: (id, request) => (hides(id) ? undefined : views.incidentViews.view(id, { ...request, hidden })),
    digest: (view) => views.incidentViews.digest(view),
    diff: async (id, request) =>
      hides(id) ? undefined : scrub.diff(await views.incidentViews.diff(id, { ...request, hidden })),
    since: async (id, digests, request) =>
      hides(id)
        ? undefined
        : scrub.diff(await views.incidentViews.since(id, digests, { ...request, hidden })),
  }),
  attention: (views, hiding, scrub) => ({
    ready: (milliseconds) => views.attention.ready(milliseconds),
    list: (filter, page) => scrub.needs(views.attention.list(filter, page, hiding)),
    ofIncident: (id) => (hiding.hides(id) ? undefined : views.attention.ofIncident(id, hiding)),
  }),
  sourceRecords: (views, hiding) => ({
    together: (id, clocks) =>
      hiding.hides(id)
        ? undefined
        : views.sourceRecords.together(id, clocks)?.filter(({ source }) => !hiding.hides(source.id)),
    next: (id, clocks, before) =>
      hiding.hides(id) ? null : views.sourceRecords.next(id, clocks, before, hiding),
  }),
  search: (views, _hiding, scrub) => ({
    find: (request, clocks, page) =>
      filtered(page, (asked) => views.search.find(request, clocks, asked), scrub.hit),
  }),
};

function auditFor(views: LedgerViews, asker: Asker): LedgerViews['audit'] {
  const hiding = hidingFor(asker, views.access);
  const shown = <Entry extends AuditEntry>(entry: Entry): Entry | undefined =>
    isShown(entry, asker, hiding) ? entry : undefined;
  return {
    list: (filter, page) => filtered(page, (asked) => views.audit.list(filter, asked), shown),
    event: async (position) => {
      const event = await views.audit.event(position);
      return event && shown(event);
    },
    history: async (thing, clocks) =>
      (await views.audit.history(thing, clocks)).filter((event) => shown(event) !== undefined),
  };
}

/** Held to the same as the audit, each time that more is asked for: what is restricted now is not told from now on. */
function newsFor(views: LedgerViews, asker: Asker): LedgerViews['news'] {
  return {
    after: (request) => {
      const { items, upTo } = views.news.after(request);
      const hiding = hidingFor(asker, views.access);
      return { items: items.filter((entry) => isShown(entry, asker, hiding)), upTo };
    },
  };
}

/**
 * An event is shown as the thing that it happened to. Who was given access to what is for admins and for those it is
 * about; an event that could not be applied may be about anything, and is for admins.
 */
function isShown(
  { thing, stream }: { thing: { id: string } | null; stream: string },
  asker: Asker,
  hiding: Hiding | undefined,
): boolean {
  if (thing !== null) return !hiding?.hides(thing.id);
  return can(asker, 'administer') || asker.subject === folderOwner || stream === `access-${asker.subject}`;
}

const nothing = { items: [], next: null };

/**
 * A page of what is left, as long as it was asked for: further items are fetched for those left out, so that the length
 * of a page does not tell how many.
 */
function filtered<Item>(
  request: PageRequest | undefined,
  read: (request: PageRequest) => Page<Item>,
  shown: (item: Item) => Item | undefined,
): Page<Item> {
  const limit = request?.limit ?? defaultLimit;
  const items: Item[] = [];
  for (let cursor = request?.cursor; ;) {
    const asked = limit - items.length;
    const page = read({ limit: asked, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items.flatMap((item) => shown(item) ?? []));
    // A page that is short though there is more was cut because much had been looked through.
    const wasCut = page.items.length < asked;
    if (page.next === null || wasCut || items.length >= limit) return { items, next: page.next };
    cursor = page.next;
  }
}
const defaultLimit = 50;

function resolvedBut(resolved: Resolved, hiding: Hiding): Resolved {
  if (resolved.found === 'none') return resolved;
  const all: Ref[] = resolved.found === 'one' ? [resolved.thing] : resolved.candidates;
  const left = all.filter(({ id }) => !hiding.hides(id));
  const [first] = left;
  if (first === undefined) return { found: 'none' };
  return left.length === 1 ? { found: 'one', thing: first } : { found: 'many', candidates: left };
}

/** Whether somebody may see an event as it was stored: for files, tiles and streams of events. */
export function eventGuard(
  views: LedgerViews,
  asker: Asker,
  openness: Openness,
): (event: LoggedEvent) => boolean {
  if (!mayDo(asker, 'read', openness).may) return () => false;
  const hiding = hidingFor(asker, views.access);
  return (event) => {
    const stream = streamNameOf(event);
    if (stream === undefined) return false;
    const thing = thingOf(stream);
    return isShown({ thing: thing ?? null, stream }, asker, hiding);
  };
}

/** Undefined for what cannot be read: it may be about anything. */
function streamNameOf(event: LoggedEvent): string | undefined {
  try {
    return event.envelope.stream;
  } catch {
    return undefined;
  }
}
