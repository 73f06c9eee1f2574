import { createHash } from 'node:crypto';
import type { Command } from '../../domain/commands.js';
import { documentKinds, type Citation, type Transcription } from '../../domain/events.js';
import { ownNamespace } from '../../domain/names.js';
import { bases, questionTypes, silenceKinds, stances, supersessionKinds } from '../../domain/value.js';
import type { DocumentDetail, QuestionDetail, Ref } from '../../read/answers.js';
import type { ContentStore } from '../../log/content/content-store.js';
import { codePointsBefore, placesOf } from '../../read/passage.js';
import { BadField, named, type Desk, type Values } from './act.js';
import { freshKey } from './slug.js';
import { SourcePicker, type Picked } from './source-picker.js';
import { readValue, type Answerable } from './value-fields.js';

/** Carries one command out and gives the thing that it made or changed. */
export type Carry = (command: Command) => Promise<Ref>;

/** What a form asks for first: sources that nobody knows yet. */
export class AskForSources extends Error {
  override readonly name = 'AskForSources';
  constructor(readonly picker: SourcePicker) {
    super('some sources are not in the ledger yet');
  }
}

/** The question that a claim answers, as the form has it: one that is there, or one to raise first. */
export type AnsweredQuestion =
  | { is: 'none' }
  | { is: 'there'; detail: QuestionDetail }
  | { is: 'new'; command: Command; answerable: Answerable };

/** @throws BadField */
export function questionIn(desk: Desk, incident: Ref, values: Values): AnsweredQuestion {
  const key = values.text('question');
  if (key !== '') {
    const listed = desk.views.incidents
      .get(incident.id)
      ?.questionList.find((question) => question.key === key);
    const detail = listed && desk.views.questions.get(listed.id);
    if (!detail) throw new BadField('question', 'This incident has no such question: choose one');
    return { is: 'there', detail };
  }
  const ask = values.text('new-ask');
  if (ask === '') return { is: 'none' };
  const valueType = values.oneOf('new-type', questionTypes, 'By what the question is answered');
  const unit = values.optional('new-unit');
  const questions = desk.views.incidents.get(incident.id)?.questionList ?? [];
  const command: Command = {
    type: 'RaiseQuestion',
    incident: incident.id,
    key: freshKey('question', ask, (key) =>
      questions.some((other) => other.key === key && other.ask !== ask),
    ),
    ask,
    valueType,
    ...(unit !== undefined && { unit }),
  };
  return {
    is: 'new',
    command,
    answerable: { type: valueType, categories: [], ...(unit !== undefined && { unit }) },
  };
}

/**
 * Everything is looked at before anything is made; what is missing is then made in order: sources, document, its copy,
 * question, claim. What was made stays when a later one is refused, and the form then finds it there.
 * @throws BadField, Problem, AskForSources
 */
export async function recordClaim(
  desk: Desk,
  content: ContentStore,
  incident: Ref,
  values: Values,
  carry: Carry,
): Promise<void> {
  const question = questionIn(desk, incident, values);
  const picker = new SourcePicker(desk, values);
  const document = documentIn(desk, values);
  const publisher =
    document.is === 'there' ? undefined : picker.pick(values.needed('doc-publisher', 'Who published it'));
  const relays = values
    .text('relays')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((name) => picker.pick(name));
  const speaker = values.optional('speaker');
  const speakers = speaker === undefined ? [] : [picker.pick(speaker)];
  const jointly = values
    .text('jointly')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((name) => picker.pick(name));
  if (picker.unknown.length > 0) throw new AskForSources(picker);

  const transcription = transcriptionIn(desk, values, question);
  const quote = quoteIn(values);

  const make = maker(carry);
  const first = publisher === undefined ? publisherOf(document) : await make(publisher);
  const chain = [first];
  for (const picked of [...relays, ...speakers]) {
    const id = await make(picked);
    if (id !== chain.at(-1)) chain.push(id);
  }
  const joint: string[] = [];
  for (const picked of jointly) joint.push(await make(picked));
  const documentId = document.is === 'there' ? document.detail.id : (await carry(document.command(first))).id;
  const capture = await captureOf(desk, content, documentId, values.text('text'), carry);
  const questionId =
    question.is === 'there'
      ? question.detail.id
      : question.is === 'new'
        ? (await carry(question.command)).id
        : undefined;
  const basis = values.optional('basis');
  await carry({
    type: 'RecordClaim',
    namespace: ownNamespace,
    key: values.needed('once', 'The form'),
    incident: incident.id,
    ...(questionId !== undefined && { question: questionId }),
    document: documentId,
    chain,
    ...(joint.length > 0 && { jointly: joint }),
    ...(values.yes('unrecorded') && { lineageRecorded: false }),
    ...(values.yes('inferred') && { inferred: true }),
    ...(basis !== undefined && { basis: values.oneOf('basis', bases, 'How the speaker knows') }),
    ...transcription,
    ...(quote && { citation: quote }),
    ...(capture !== undefined && { capture }),
  });
}

/** A source met twice is made once. */
function maker(carry: Carry) {
  const made = new Map<Picked, string>();
  return async (picked: Picked): Promise<string> => {
    if ('found' in picked) return picked.found.id;
    const known = made.get(picked);
    if (known !== undefined) return known;
    if (!('make' in picked)) throw new BadField('speaker', 'Say first who this is');
    const { id } = await carry(picked.make);
    made.set(picked, id);
    return id;
  };
}

type DocumentIn =
  { is: 'there'; detail: DocumentDetail } | { is: 'new'; command: (publisher: string) => Command };

function documentIn(desk: Desk, values: Values): DocumentIn {
  const name = values.text('document');
  if (name !== '') {
    const detail = desk.views.documents.get(named(desk, 'document', 'document', name).id);
    if (!detail) throw new BadField('document', 'There is no such document');
    return { is: 'there', detail };
  }
  const title = values.text('doc-title');
  if (title === '')
    throw new BadField('document', 'The document is missing: choose one, or give the title of a new one');
  const kind = values.oneOf('doc-kind', documentKinds, 'Kind of document');
  const optional = Object.fromEntries(
    (['url', 'publishedAt', 'timeZone', 'language'] as const).flatMap((field) => {
      const text = values.optional(`doc-${field}`);
      return text === undefined ? [] : [[field, text]];
    }),
  ) as { url?: string; publishedAt?: string; timeZone?: string; language?: string };
  return {
    is: 'new',
    command: (publisher) => ({
      type: 'RegisterDocument',
      namespace: ownNamespace,
      key: freshKey('document', title, (candidate) =>
        isAnotherDocument(desk, candidate, publisher, optional.url),
      ),
      publisher,
      title,
      kind,
      ...optional,
    }),
  };
}

/** Agencies' copy stands under one title in many papers: each is a document of its own. */
function isAnotherDocument(desk: Desk, key: string, publisher: string, url: string | undefined): boolean {
  const resolved = desk.views.names.resolve('document', `${ownNamespace}:${key}`);
  const detail = resolved.found === 'one' ? desk.views.documents.get(resolved.thing.id) : undefined;
  return detail !== undefined && (detail.publisher.id !== publisher || detail.url !== url);
}

const publisherOf = (document: DocumentIn): string =>
  document.is === 'there' ? document.detail.publisher.id : '';

/** The index of the copy of this text: of one that is there, else of a new one. Without a text: none. */
async function captureOf(
  desk: Desk,
  content: ContentStore,
  document: string,
  text: string,
  carry: Carry,
): Promise<number | undefined> {
  if (text === '') return undefined;
  const bytes = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const captures = desk.views.documents.get(document)?.captureList ?? [];
  const held = captures.find((capture) => capture.sha256 === sha256);
  await content.put(bytes);
  if (held) return held.index;
  await carry({ type: 'CaptureDocument', document, sha256, length: bytes.length, mediaType: 'text/plain' });
  return captures.length;
}

/** What a form says that a claim says, without its quote. @throws BadField, Problem */
export function transcriptionIn(desk: Desk, values: Values, question: AnsweredQuestion): Transcription {
  const answerable =
    question.is === 'there' ? question.detail : question.is === 'new' ? question.answerable : undefined;
  const value = answerable && readValue(desk, answerable, values);
  const silence = values.optional('silence');
  const stance = values.optional('stance');
  const supersedes = values.optional('supersedes');
  const texts = Object.fromEntries(
    (['assertedAt', 'asOf', 'occurredAt', 'publishedAt', 'hedge', 'note'] as const).flatMap((field) => {
      const text = values.optional(field);
      return text === undefined ? [] : [[field, text]];
    }),
  ) as Transcription;
  const utterance = values.optional('utterance');
  return {
    ...texts,
    ...(value && { value }),
    ...(silence !== undefined && { silence: values.oneOf('silence', silenceKinds, 'Silence') }),
    ...(stance !== undefined && {
      response: {
        stance: values.oneOf('stance', stances, 'How it responds'),
        to: values.list('responds').map((name) => named(desk, 'claim', 'responds', name).id),
      },
    }),
    ...(supersedes !== undefined && {
      supersedes: {
        claim: named(desk, 'claim', 'supersedes', supersedes).id,
        as: values.oneOf('supersedes-as', supersessionKinds, 'As what it replaces the other'),
      },
    }),
    ...(utterance !== undefined && {
      utterance: utterance.includes(':') ? utterance : `${ownNamespace}:${utterance}`,
    }),
  };
}

/** Letters around a quote that tell it from its repeats. */
const contextLetters = 32;

/** The quote where it stands in the pasted text; without a text, the words alone. @throws BadField */
export function quoteIn(values: Values): Citation | undefined {
  const quote = values.text('quote');
  if (quote === '') return undefined;
  const translation = values.optional('translation');
  const more = translation !== undefined && {
    translation: {
      text: translation,
      language: values.needed('translation-language', 'The language of the translation'),
    },
  };
  const text = values.text('text');
  if (text === '') return { exact: quote, ...more };
  const places = placesOf(text, quote);
  if (places.length === 0) {
    throw new BadField('quote', 'These words do not stand in the text: copy them from it exactly');
  }
  const marked = Number(values.text('quoteAt'));
  const place = places.find(({ at, length }) => marked >= at && marked < at + length) ?? places[0]!;
  const end = place.at + place.length;
  const start = codePointsBefore(text, place.at);
  const exact = text.slice(place.at, end);
  return {
    exact,
    prefix: Array.from(text.slice(0, place.at)).slice(-contextLetters).join(''),
    suffix: Array.from(text.slice(end)).slice(0, contextLetters).join(''),
    start,
    end: start + Array.from(exact).length,
    ...more,
  };
}
