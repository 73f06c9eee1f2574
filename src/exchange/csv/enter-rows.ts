import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { thingId } from '../../domain/names.js';
import { Entry } from '../incident-file/enter.js';
import { isItem, shapeOfItem } from '../incident-file/schema.js';
import type {
  FileCapture,
  FileDocument,
  FileIncident,
  FileQuestion,
  FileSource,
  Item,
} from '../incident-file/types.js';
import type { Recorder } from '../recorder.js';
import type { Tally } from '../report.js';
import { allOf, type Cells } from './cells.js';
import type { Separator } from './head.js';
import { mentionPath, type PlaceInFile } from './places.js';
import { planRow, questionOf, type RowPlan } from './row-claim.js';
import type { Mention } from './row-things.js';
import { Reading } from './reading.js';
import type { Answerable } from './values.js';

/** Things of which is remembered what the file said of them; a file may name any number. */
const mostRemembered = 10_000;

/** What the file said of a thing when it introduced it; without fields: it was in the ledger. */
interface Known {
  row: number;
  fields?: Record<string, string>;
}

/**
 * Enters rows as incident lines are entered: what a row introduces, and its claim, by the same rules. A row of which
 * one thing is refused is refused as a whole from there on, and told once.
 */
export class RowEntry {
  readonly #entry: Entry;
  readonly #known = new Map<string, Known>();
  readonly #answerables = new Map<string, Answerable>();
  readonly #captures = new Map<string, number>();

  constructor(
    private readonly recorder: Recorder,
    private readonly namespace: string,
    private readonly tally: Tally,
    private readonly separator: Separator,
  ) {
    this.#entry = new Entry(recorder, namespace, tally);
  }

  async take(cells: Cells, row: number): Promise<void> {
    const reading = new Reading(cells);
    const known = await this.#answerable(questionOf(reading));
    const { mentions, claim } = planRow(reading, known, this.separator);
    for (const mention of mentions) if (!(await this.#introduce(mention, row))) return;
    if (claim) await this.#claim(claim);
    else this.tally.reject(allOf(reading.faults));
  }

  async #claim({ body, capture }: NonNullable<RowPlan['claim']>): Promise<void> {
    let index: number | undefined;
    if (capture) {
      index = await this.#capture(body.document, capture);
      if (index === undefined) return;
    }
    const item: Item = { kind: 'claim', body: { ...body, ...(index && { capture: index }) } };
    if (this.#isInShape(item)) await this.#entry.item(item, { path: '/claim' });
  }

  /** @returns false where the row cannot go on */
  async #introduce(mention: Mention, row: number): Promise<boolean> {
    const name = `${mention.kind} ${mention.key}`;
    const known = this.#known.get(name);
    if (known?.fields) {
      this.#compare(mention, known.fields, known.row);
      return true;
    }
    if (!mention.needs.every(([, filled]) => filled)) {
      if (Object.keys(mention.fields).length > 0) return this.#refuse(mention, introducedBy(mention));
      if (known) return true;
      const id = thingId(this.recorder.ledger, mention.kind, this.namespace, mention.key);
      if (!(await this.recorder.load(mention.kind, id))) return this.#refuse(mention, unknown(mention));
      remember(this.#known, name, { row });
      return true;
    }
    if (!(await this.#enter(mention))) return false;
    remember(this.#known, name, { row, fields: prints({ ...mention.besides, ...mention.fields }) });
    return true;
  }

  async #enter(mention: Mention): Promise<boolean> {
    const before = this.tally.rejected;
    const place = { path: mentionPath(mention) };
    const item = itemOf(mention);
    if (!this.#isInShape(item, place)) return false;
    if (mention.kind === 'question') await this.#entry.questions(item.body as FileIncident, place);
    else if (item.kind === 'incident') await this.#entry.incident(item.body, place);
    else await this.#entry.item(item, place);
    return this.tally.rejected === before;
  }

  /** What comes with a name may be spelt in another way; the rest is told where it differs, and left as it was. */
  #compare(mention: Mention, fields: Record<string, string>, row: number): void {
    const said = prints({ ...(mention.kind === 'document' && mention.besides), ...mention.fields });
    const differing = Object.keys(said).filter((field) => said[field] !== fields[field]);
    if (differing.length === 0) return;
    const message =
      `row ${row} introduced ${mention.kind} ${mention.key} otherwise. Nothing was changed: ` +
      'say it in one way, or leave these cells empty after the first row';
    this.tally.differ({
      path: `${mentionPath(mention)}/${differing[0]!}`,
      thing: `${mention.kind} ${mention.key}`,
      message,
    });
  }

  #refuse({ kind, key, column }: Mention, message: string): false {
    this.tally.reject({ path: column, thing: `${kind} ${key}`, message });
    return false;
  }

  /** @returns the place of the capture among the document's; undefined where it was refused, and told */
  async #capture(document: string, capture: FileCapture): Promise<number | undefined> {
    const name = `${document} ${print(capture)}`;
    const seen = this.#captures.get(name);
    if (seen !== undefined) return seen;
    const before = this.tally.rejected;
    const sha256 = await this.#entry.capture(document, capture, {
      path: '/capture',
      thing: `document ${document}`,
    });
    if (this.tally.rejected > before) return undefined;
    const id = thingId(this.recorder.ledger, 'document', this.namespace, document);
    const captures = (await this.recorder.load('document', id))?.captures ?? [];
    const same = (held: (typeof captures)[number]) =>
      held.sha256 === sha256 &&
      held.capturedAt === capture.capturedAt &&
      held.archivedAt === capture.archivedAt;
    const index = captures.find(same)?.index ?? 0;
    remember(this.#captures, name, index);
    return index;
  }

  async #answerable(question: string | undefined): Promise<Answerable | undefined> {
    if (question === undefined) return undefined;
    let answerable = this.#answerables.get(question);
    if (!answerable) {
      const id = thingId(this.recorder.ledger, 'question', this.namespace, question);
      const thing = await this.recorder.load('question', id);
      if (!thing) return undefined;
      answerable = { type: thing.entered.type, categories: thing.description.categories ?? [] };
      remember(this.#answerables, question, answerable);
    }
    return answerable;
  }

  /** The same shapes as in incident lines. */
  #isInShape(item: Item, place: PlaceInFile = { path: `/${item.kind}` }): boolean {
    if (isItem(item)) return true;
    const [first] = shapeOfItem((item as Item).kind, (item as Item).body);
    this.tally.reject({ path: `${place.path}${first!.path}`, message: first!.message });
    return false;
  }
}

function itemOf({ kind, key, fields, besides }: Mention): Item {
  const body = { key, ...besides, ...fields };
  switch (kind) {
    case 'source':
      return { kind, body: body as unknown as FileSource };
    case 'document':
      return { kind, body: body as unknown as FileDocument };
    case 'incident':
      return { kind, body: { ...body, questions: [] } as unknown as FileIncident };
    case 'question': {
      const [incident, ownKey] = key.split('/') as [string, string];
      const question = { ...body, key: ownKey } as unknown as FileQuestion;
      return { kind: 'incident', body: { key: incident, title: incident, questions: [question] } };
    }
  }
}

const listed = (columns: readonly string[]): string => columns.join(' and ');

function introducedBy({ kind, key, needs }: Mention): string {
  if (kind === 'source') return sayKind(key);
  const empty = needs.filter(([, filled]) => !filled).map(([column]) => column);
  return `the row says something of ${kind} ${key}, and ${listed(empty)} ${empty.length > 1 ? 'are' : 'is'} empty: fill in all, or leave all to the row that introduces it`;
}

function unknown({ kind, key, needs }: Mention): string {
  if (kind === 'source') return `there is no source ${key} yet: ${sayKind(key)}`;
  const columns = listed(needs.map(([column]) => column));
  return `there is no ${kind} ${key} yet: fill in ${columns} in the first row that names it, or mend the name`;
}

const sayKind = (key: string): string =>
  `say what ${key} is where it is first named, as in "The agency (outlet)": person, office, organisation, group, outlet or unnamed`;

const prints = (fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, print(value)]));

/** Short, so that what is remembered of many things is not what they hold. */
function print(value: unknown): string {
  const text = canonicalize(value)!;
  return text.length <= 80 ? text : createHash('sha256').update(text).digest('base64');
}

/** The oldest goes when there are too many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  if (map.size > mostRemembered) map.delete(map.keys().next().value!);
}
