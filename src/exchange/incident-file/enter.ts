import { checkInstant } from '../../domain/checks.js';
import type { Command } from '../../domain/commands.js';
import type { Rejection } from '../../domain/decider.js';
import { isUtf8Text } from '../../domain/media-type.js';
import { thingId, type ThingKind } from '../../domain/names.js';
import type { Problem } from '../problem.js';
import type { Recorder, RecordOptions } from '../recorder.js';
import type { CountedKind, Tally } from '../report.js';
import { citationFault } from './citation.js';
import {
  actCommand,
  actKey,
  captureDocument,
  declareConstraint,
  openIncident,
  placeUnder,
  raiseQuestion,
  recordClaim,
  registerDocument,
  registerSource,
  subjectOf,
  type ActGround,
  type Names,
} from './commands.js';
import type {
  FileAct,
  FileCapture,
  FileClaim,
  FileDocument,
  FileIncident,
  FileSource,
  Item,
} from './types.js';

/** Where a thing stands in its file. */
export interface Place {
  /** JSON Pointer of the thing, in the file or in its line */
  path: string;
  line?: number;
}

type Spot = Place & { thing: string };

/**
 * Enters the things of one file, in the order of the calls, and keeps the tally. It is the same for an import, for
 * the check before it and for a preview; they differ in their recorder.
 */
export class Entry {
  readonly #names: RememberingNames;
  readonly #texts: HeldTexts;
  readonly #alike = new Map<string, number>();

  constructor(
    private readonly recorder: Recorder,
    private readonly namespace: string,
    private readonly tally: Tally,
  ) {
    this.#names = namesThatRemember(recorder.ledger, namespace);
    this.#texts = new HeldTexts(recorder);
  }

  /** One thing with all that belongs to it: what a line of incident lines holds. */
  async item(item: Item, place: Place): Promise<void> {
    switch (item.kind) {
      case 'source':
        return this.source(item.body, place);
      case 'document':
        return this.document(item.body, place);
      case 'incident':
        await this.incident(item.body, place);
        await this.questions(item.body, place);
        return this.ties(item.body, place);
      case 'claim':
        return this.claim(item.body, place);
      case 'act':
        return this.act(item.body, place);
    }
  }

  async source(source: FileSource, place: Place): Promise<void> {
    const at = thing('source', source.key, place);
    const taken = await this.#record('sources', registerSource(source, this.#names), at);
    if (taken === 'added') this.tally.noteSource(this.#names.id('source', source.key));
  }

  async document(document: FileDocument, place: Place): Promise<void> {
    const at = thing('document', document.key, place);
    const taken = await this.#record('documents', registerDocument(document, this.#names), at);
    if (taken === 'rejected') return;
    for (const [index, capture] of (document.captures ?? []).entries()) {
      await this.capture(document.key, capture, { ...at, path: `${place.path}/captures/${index}` });
    }
  }

  /** @returns the hash of the text, or that which stands for it */
  async capture(document: string, capture: FileCapture, at: Spot): Promise<string | undefined> {
    const held = capture.text === undefined ? undefined : await this.recorder.keepText(capture.text);
    if (held && capture.sha256 !== undefined && capture.sha256 !== held.sha256) {
      this.tally.reject({
        ...at,
        path: `${at.path}/sha256`,
        message: `the text has the SHA-256 ${held.sha256}: give that, or the text that was hashed`,
      });
      return undefined;
    }
    await this.#record('captures', captureDocument(document, capture, held, this.#names), at);
    return held?.sha256 ?? capture.sha256;
  }

  async incident(incident: FileIncident, place: Place): Promise<void> {
    await this.#record(
      'incidents',
      openIncident(incident, this.#names),
      thing('incident', incident.key, place),
    );
  }

  async questions(incident: FileIncident, place: Place): Promise<void> {
    for (const [index, question] of incident.questions.entries()) {
      const at = {
        path: `${place.path}/questions/${index}`,
        ...(place.line !== undefined && { line: place.line }),
        thing: `question ${incident.key}/${question.key}`,
      };
      await this.#record('questions', raiseQuestion(incident.key, question, this.#names), at);
    }
  }

  /** What may refer to incidents and questions that come later in the file: its parent and its constraints. */
  async ties(incident: FileIncident, place: Place): Promise<void> {
    const at = thing('incident', incident.key, place);
    if (incident.partOf !== undefined) await this.#place(incident.key, incident.partOf, at);
    for (const [index, constraint] of (incident.constraints ?? []).entries()) {
      const command = declareConstraint(incident.key, constraint, this.#names);
      const where = { ...at, path: `${place.path}/constraints/${index}` };
      await this.#record(
        'constraints',
        command,
        where,
        this.#onceOnly('constraint', incident.key, command.relation),
      );
    }
  }

  async #place(incident: string, parent: string, at: Spot): Promise<void> {
    const command = placeUnder(incident, parent, this.#names);
    const known = await this.recorder.load('incident', command.incident);
    const where = { ...at, path: `${at.path}/partOf` };
    if (known && known.parent !== null && known.parent !== command.parent) {
      this.tally.differ({
        ...where,
        message: `it stands under another incident in the ledger than ${parent}. Nothing was changed: place it there by hand`,
      });
      return;
    }
    await this.#record(undefined, command, where, this.#onceOnly('part', incident, parent));
  }

  async claim(claim: FileClaim, place: Place): Promise<void> {
    const at = thing('claim', claim.key, place);
    const taken = await this.#record('claims', recordClaim(claim, this.#names), at);
    if (taken !== 'rejected' && claim.citation) await this.#checkCitation(claim, at);
  }

  /** A citation that does not stand where it says is kept and told: the words are what somebody read (docs/FORMATS.md). */
  async #checkCitation(claim: FileClaim, at: Spot): Promise<void> {
    const { citation } = claim;
    if (!citation) return;
    const text = await this.#texts.of(this.#names.id('document', claim.document), claim.capture ?? 0);
    const fault = text === undefined ? undefined : citationFault(citation, text);
    if (fault !== undefined) this.tally.warn({ ...at, path: `${at.path}/citation`, message: fault });
  }

  async act(act: FileAct, place: Place): Promise<void> {
    const at: Spot = { ...place, thing: `act ${act.act} on ${subjectOf(act).key}` };
    const wrongMoment = checkInstant(act.at, 'at');
    if (wrongMoment) {
      this.#refuse(wrongMoment, at);
      return;
    }
    const ground = await this.#groundOf(act);
    const first = actKey(this.namespace, act, 0);
    const earlierAlike = this.#alike.get(first) ?? 0;
    this.#alike.set(first, earlierAlike + 1);
    const key = actKey(this.namespace, act, earlierAlike);
    const when = act.at === undefined ? {} : { at: act.at };
    await this.#record('acts', actCommand(act, ground, this.#names), at, { key, act: when });
  }

  async #groundOf(act: FileAct): Promise<ActGround> {
    if (act.act === 'resolve') {
      const question = this.#names.id('question', `${act.incident}/${act.question}`);
      return { seen: await this.recorder.lookAt(question) };
    }
    if (act.act === 'correct-attribution') {
      const claim = await this.recorder.load('claim', this.#names.id('claim', act.claim));
      return claim ? { attribution: claim.attribution } : {};
    }
    return {};
  }

  #onceOnly(what: string, of: string, content: unknown): RecordOptions {
    return { key: actKey(this.namespace, { what, of, content }, 0) };
  }

  async #record(
    kind: CountedKind | undefined,
    command: Command,
    at: Spot,
    options: RecordOptions = {},
  ): Promise<'added' | 'known' | 'rejected'> {
    const recorded = await this.recorder.record(command, options);
    if (!recorded.accepted) {
      this.#refuse(recorded.rejection, at);
      return 'rejected';
    }
    if (kind) this.tally.count(kind, recorded.added);
    for (const warning of recorded.added ? recorded.warnings : [])
      this.tally.warn(this.#problem(warning, at));
    return recorded.added ? 'added' : 'known';
  }

  #refuse(rejection: Rejection, at: Spot): void {
    const problem = this.#problem(rejection, at);
    if (rejection.code === 'other-content') this.tally.differ(problem);
    else this.tally.reject(problem);
  }

  #problem({ message, field }: { message: string; field?: string }, at: Spot): Problem {
    return {
      ...at,
      ...(field !== undefined && { path: `${at.path}/${pointer(field)}` }),
      message: this.#names.keyOf(message),
    };
  }
}

/** The domain says `citation.exact` or `chain[2]`, a file has `/citation/exact` and `/chain/2`. */
const pointer = (field: string): string => field.replaceAll(/\[(\d+)\]/g, '/$1').replaceAll('.', '/');

const thing = (kind: ThingKind, key: string, { path, line }: Place): Spot => ({
  path,
  ...(line !== undefined && { line }),
  thing: `${kind} ${key}`,
});

type RememberingNames = Names & { keyOf(text: string): string };

const mostRemembered = 20_000;

/**
 * Names that were used lately: an id is hashed once, and messages, in which ids would mean nothing to the author of a
 * file, speak of keys again. Bounded, since a file may be of any size.
 */
function namesThatRemember(ledger: string, namespace: string): RememberingNames {
  const ids = new Map<string, string>();
  const keys = new Map<string, string>();
  return {
    namespace,
    id(kind, key) {
      const name = `${kind} ${key}`;
      let id = ids.get(name);
      if (id === undefined) {
        id = thingId(ledger, kind, namespace, key);
        remember(ids, name, id, mostRemembered);
        remember(keys, id, key, mostRemembered);
      }
      return id;
    },
    keyOf: (text) => text.replaceAll(anyId, (id) => keys.get(id) ?? id),
  };
}

/** The oldest goes when there are too many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}

const anyId = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

const mostCaptures = 1_000;

/**
 * Texts of captures as citations ask for them: that a capture has none is remembered of many, a text only of the last,
 * since it may be large.
 */
class HeldTexts {
  readonly #hashes = new Map<string, { sha256: string | undefined }>();
  #last: { sha256: string; text: string | undefined } | undefined;

  constructor(private readonly recorder: Recorder) {}

  async of(document: string, capture: number): Promise<string | undefined> {
    const sha256 = await this.#hashOf(document, capture);
    if (sha256 === undefined) return undefined;
    if (this.#last?.sha256 !== sha256) this.#last = { sha256, text: await this.recorder.readText(sha256) };
    return this.#last.text;
  }

  async #hashOf(document: string, capture: number): Promise<string | undefined> {
    const name = `${document} ${capture}`;
    let known = this.#hashes.get(name);
    if (!known) {
      const copy = (await this.recorder.load('document', document))?.captures[capture];
      known = { sha256: copy && isUtf8Text(copy.mediaType) ? copy.sha256 : undefined };
      remember(this.#hashes, name, known, mostCaptures);
    }
    return known.sha256;
  }
}
