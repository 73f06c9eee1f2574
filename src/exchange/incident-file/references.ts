import type { Problem } from '../problem.js';
import { fullName, listed, subjectOf } from './commands.js';
import type {
  FileAct,
  FileClaim,
  FileConstraint,
  FileIncident,
  FileQuestion,
  IncidentFile,
} from './types.js';

/**
 * Keys that are doubled or that name nothing, and circles: what only the whole file can tell. The paths are JSON
 * Pointers into the file. Rules that need one thing alone are the domain's, and are tried afterwards.
 */
export function* checkReferences(file: IncidentFile): Generator<Problem> {
  const check = new References(file);
  yield* check.doubled();
  yield* check.sources();
  yield* check.documents();
  yield* check.incidents();
  yield* check.claims();
  yield* check.acts();
}

class References {
  readonly #sources: Map<string, { memberOf?: string; speaksFor?: string; kind: string }>;
  readonly #documents: Map<string, { publisher: string; captures: number }>;
  readonly #incidents: Map<string, FileIncident>;
  readonly #questions = new Map<string, FileQuestion>();
  readonly #claims: Map<string, number>;

  constructor(private readonly file: IncidentFile) {
    this.#sources = new Map(file.sources.map((source) => [source.key, source]));
    this.#documents = new Map(
      file.documents.map((d) => [d.key, { publisher: d.publisher, captures: d.captures?.length ?? 0 }]),
    );
    this.#incidents = new Map(file.incidents.map((incident) => [incident.key, incident]));
    for (const incident of file.incidents) {
      for (const question of incident.questions)
        this.#questions.set(`${incident.key}/${question.key}`, question);
    }
    this.#claims = new Map(file.claims.map((claim, index) => [claim.key, index]));
  }

  *doubled(): Generator<Problem> {
    yield* twice('source', '/sources', this.file.sources);
    yield* twice('document', '/documents', this.file.documents);
    yield* twice('incident', '/incidents', this.file.incidents);
    yield* twice('claim', '/claims', this.file.claims);
    for (const [i, incident] of this.file.incidents.entries()) {
      const path = `/incidents/${i}/questions`;
      yield* twice(`question of incident ${incident.key}`, path, incident.questions);
      for (const [q, question] of incident.questions.entries()) {
        const what = `category of question ${incident.key}/${question.key}`;
        yield* twice(what, `${path}/${q}/categories`, question.categories ?? []);
      }
    }
  }

  *sources(): Generator<Problem> {
    for (const [index, source] of this.file.sources.entries()) {
      const at = { path: `/sources/${index}`, thing: `source ${source.key}` };
      for (const tie of ['memberOf', 'speaksFor', 'knownTo'] as const) {
        const other = source[tie];
        if (other !== undefined) yield* this.#known('source', other, below(at, tie));
      }
    }
    yield* circles('source', '/sources', this.file.sources, ({ memberOf, speaksFor }) =>
      [memberOf, speaksFor].filter((tie) => tie !== undefined),
    );
  }

  *documents(): Generator<Problem> {
    for (const [index, document] of this.file.documents.entries()) {
      const at = { path: `/documents/${index}`, thing: `document ${document.key}` };
      yield* this.#known('source', document.publisher, below(at, 'publisher'));
    }
  }

  *incidents(): Generator<Problem> {
    for (const [index, incident] of this.file.incidents.entries()) {
      const at = { path: `/incidents/${index}`, thing: `incident ${incident.key}` };
      if (incident.partOf !== undefined) yield* this.#known('incident', incident.partOf, below(at, 'partOf'));
      for (const [q, question] of incident.questions.entries()) {
        const where = {
          path: `${at.path}/questions/${q}`,
          thing: `question ${incident.key}/${question.key}`,
        };
        yield* categories(question, where);
      }
      for (const [c, constraint] of (incident.constraints ?? []).entries()) {
        for (const [step, reference] of questionsOf(constraint)) {
          const name = fullName(incident.key, reference);
          yield* this.#known('question', name, below(at, `constraints/${c}/${step}`));
        }
      }
    }
    yield* circles('incident', '/incidents', this.file.incidents, ({ partOf }) =>
      partOf === undefined ? [] : [partOf],
    );
  }

  *claims(): Generator<Problem> {
    for (const [index, claim] of this.file.claims.entries()) {
      yield* this.#claim(claim, index, { path: `/claims/${index}`, thing: `claim ${claim.key}` });
    }
  }

  *#claim(claim: FileClaim, index: number, at: Spot): Generator<Problem> {
    yield* this.#known('incident', claim.incident, below(at, 'incident'));
    if (claim.question !== undefined && this.#incidents.has(claim.incident)) {
      yield* this.#known('question', `${claim.incident}/${claim.question}`, below(at, 'question'));
    }
    yield* this.#known('document', claim.document, below(at, 'document'));
    for (const list of ['chain', 'jointly'] as const) {
      for (const [i, source] of (claim[list] ?? []).entries()) {
        yield* this.#known('source', source, below(at, `${list}/${i}`));
      }
    }
    if (claim.value)
      yield* this.#value(claim.value, `${claim.incident}/${claim.question}`, below(at, 'value'));
    const captures = this.#documents.get(claim.document)?.captures ?? 0;
    if (claim.capture !== undefined && claim.capture >= captures) {
      yield {
        ...below(at, 'capture'),
        message: `document ${claim.document} has ${captures} captures, counted from 0: there is no ${claim.capture}`,
      };
    }
    const to = claim.response ? listed(claim.response.to) : [];
    for (const key of to) yield* this.#earlier(key, index, below(at, 'response/to'));
    if (claim.supersedes) yield* this.#earlier(claim.supersedes.claim, index, below(at, 'supersedes/claim'));
  }

  *#value(value: object, question: string, at: Spot): Generator<Problem> {
    if ('source' in value) yield* this.#known('source', String(value.source), below(at, 'source'));
    if (!('category' in value)) return;
    const asked = this.#questions.get(question);
    if (!asked || asked.type !== 'category' || asked.categories?.some(({ key }) => key === value.category))
      return;
    yield {
      ...below(at, 'category'),
      message: `question ${question} has no category "${String(value.category)}": add it there, or mend its spelling`,
    };
  }

  *acts(): Generator<Problem> {
    for (const [index, act] of (this.file.acts ?? []).entries()) {
      const at = { path: `/acts/${index}`, thing: `act ${act.act} on ${subjectOf(act).key}` };
      for (const [step, kind, key] of namedBy(act)) yield* this.#known(kind, key, below(at, step));
      if (act.act === 'resolve')
        yield* this.#value(act.value, `${act.incident}/${act.question}`, below(at, 'value'));
    }
  }

  *#known(kind: Kind, key: string, at: Spot): Generator<Problem> {
    const known: ReadonlyMap<string, unknown> = {
      source: this.#sources,
      document: this.#documents,
      incident: this.#incidents,
      question: this.#questions,
      claim: this.#claims,
    }[kind];
    if (!known.has(key)) {
      yield { ...at, message: `there is no ${kind} "${key}" in this file: add it, or mend its spelling` };
    }
  }

  *#earlier(key: string, index: number, at: Spot): Generator<Problem> {
    yield* this.#known('claim', key, at);
    const there = this.#claims.get(key);
    if (there !== undefined && there >= index) {
      const where = there === index ? 'is this claim itself' : 'stands further down';
      yield { ...at, message: `claim "${key}" ${where}: a claim speaks of claims that stand before it` };
    }
  }
}

type Kind = 'source' | 'document' | 'incident' | 'question' | 'claim';
interface Spot {
  path: string;
  thing: string;
}
const below = (at: Spot, step: string): Spot => ({ ...at, path: `${at.path}/${step}` });

function* twice(what: string, list: string, things: readonly { key: string }[]): Generator<Problem> {
  const first = new Map<string, number>();
  for (const [index, { key }] of things.entries()) {
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      continue;
    }
    yield {
      path: `${list}/${index}/key`,
      thing: `${what} ${key}`,
      message: `this key is taken by ${list}/${earlier}: give one of the two another`,
    };
  }
}

function* categories(question: FileQuestion, at: Spot): Generator<Problem> {
  const known = new Set(question.categories?.map(({ key }) => key));
  for (const [index, { broader }] of (question.categories ?? []).entries()) {
    for (const key of broader === undefined ? [] : listed(broader)) {
      if (known.has(key)) continue;
      const path = `categories/${index}/broader`;
      yield {
        ...below(at, path),
        message: `the question has no category "${key}": add it, or mend its spelling`,
      };
    }
  }
  const broaderOf = ({ broader }: { broader?: string | string[] }) =>
    broader === undefined ? [] : listed(broader);
  yield* circles('category', `${at.path}/categories`, question.categories ?? [], broaderOf);
}

/** Things that lead back to themselves: the first of each circle is named. */
function* circles<Thing extends { key: string }>(
  what: string,
  list: string,
  things: readonly Thing[],
  next: (thing: Thing) => string[],
): Generator<Problem> {
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  const done = new Set<string>();
  for (const [index, thing] of things.entries()) {
    const seen = new Set<string>();
    const open = [...next(thing)];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (seen.has(key) || done.has(key)) continue;
      seen.add(key);
      const other = byKey.get(key);
      if (other) open.push(...next(other));
    }
    if (seen.has(thing.key)) {
      const round = [...seen].filter((key) => key !== thing.key);
      const through = round.length === 0 ? 'itself' : round.join(', ');
      yield {
        path: `${list}/${index}`,
        thing: `${what} ${thing.key}`,
        message: `it leads back to itself (through ${through}): a circle has no top, so take one of its ties out`,
      };
      for (const key of seen) done.add(key);
    }
    done.add(thing.key);
  }
}

function questionsOf(constraint: FileConstraint): [string, string][] {
  const list = (step: string, references: string[]): [string, string][] =>
    references.map((reference, index) => [`${step}/${index}`, reference]);
  switch (constraint.kind) {
    case 'sum':
      return [['total', constraint.total], ...list('parts', constraint.parts)];
    case 'at-most':
      return [
        ['lesser', constraint.lesser],
        ['greater', constraint.greater],
      ];
    case 'same':
      return list('questions', constraint.questions);
  }
}

/** Everything that an act names, with the step of its path. */
function namedBy(act: FileAct): [string, Kind, string][] {
  const list = (step: string, kind: Kind, keys: readonly string[]): [string, Kind, string][] =>
    keys.map((key, index) => [`${step}/${index}`, kind, key]);
  switch (act.act) {
    case 'assess-source':
      return [['source', 'source', act.source]];
    case 'mark-same':
    case 'mark-distinct':
    case 'assert-independence':
      return list('sources', 'source', act.sources);
    case 'compare-wordings':
      return list('claims', 'claim', act.claims);
    case 'resolve':
      return [
        ['question', 'question', `${act.incident}/${act.question}`],
        ...list('claims', 'claim', act.claims),
      ];
    case 'reopen':
      return [['question', 'question', `${act.incident}/${act.question}`]];
    case 'move':
      return [
        ['claim', 'claim', act.claim],
        ['question', 'question', `${act.incident}/${act.question}`],
      ];
    case 'supersede':
      return [
        ['claim', 'claim', act.claim],
        ['by', 'claim', act.by],
      ];
    case 'correct-attribution':
      return [['claim', 'claim', act.claim], ...list('chain', 'source', act.chain ?? [])];
    case 'assess-claim':
    case 'rank':
    case 'withdraw':
      return [['claim', 'claim', act.claim]];
  }
}
