import {
  checkInstant,
  checkKey,
  checkOneOf,
  checkText,
  checkUrl,
  checkZone,
  firstOf,
  otherContent,
  unknown,
} from './checks.js';
import type { DocumentCommand } from './commands.js';
import { differences, sameContent } from './content.js';
import { accept, nothingToDo, refuse, rejection, type Decision } from './decider.js';
import { dataOf } from './event-fields.js';
import { documentKinds, type DocumentEvent } from './events.js';
import { refs, type Context, type Document, type Ref } from './things.js';

type Event = DocumentEvent;

export function evolveDocument(document: Document | undefined, event: Event): Document | undefined {
  if (event.type === 'DocumentRegistered') return { entered: event.data, captures: [] };
  return document && { ...document, captures: [...document.captures, event.data] };
}

export function documentNeeds(command: DocumentCommand): Ref[] {
  return command.type === 'RegisterDocument' ? refs('source', [command.publisher]) : [];
}

export function decideDocument(
  command: DocumentCommand,
  id: string,
  document: Document | undefined,
  context: Context,
): Decision<Event> {
  if (command.type === 'RegisterDocument') return register(command, document, context);
  if (!document) return refuse(unknown('document', id, 'document'));
  return capture(command, document);
}

function register(
  command: Extract<DocumentCommand, { type: 'RegisterDocument' }>,
  document: Document | undefined,
  context: Context,
): Decision<Event> {
  const data = dataOf('DocumentRegistered', command);
  if (document) {
    const differing = differences(data, document.entered);
    return differing.length === 0
      ? nothingToDo
      : refuse(otherContent('document', `${data.namespace}:${data.key}`, differing));
  }
  const wrong = firstOf(
    () => checkKey(data.namespace, 'namespace'),
    () => checkKey(data.key, 'key'),
    () => checkText(data.title, 'title'),
    () => checkOneOf(data.kind, documentKinds, 'kind'),
    () =>
      context.get('source', data.publisher) ? undefined : unknown('source', data.publisher, 'publisher'),
    () => checkUrl(data.url, 'url'),
    () => checkInstant(data.publishedAt, 'publishedAt'),
    () => checkZone(data.timeZone),
  );
  return wrong ? refuse(wrong) : accept({ type: 'DocumentRegistered', data });
}

function capture(
  command: Extract<DocumentCommand, { type: 'CaptureDocument' }>,
  document: Document,
): Decision<Event> {
  const data = dataOf('DocumentCaptured', { ...command, index: document.captures.length });
  const { index: _index, ...copy } = data;
  if (document.captures.some(({ index: _i, ...known }) => sameContent(known, copy))) return nothingToDo;
  const wrong = firstOf(
    () =>
      copy.sha256 === undefined && copy.archivedAt === undefined && copy.capturedAt === undefined
        ? rejection('empty-capture', 'a capture has at least a hash, a time or an archived copy', 'sha256')
        : undefined,
    () =>
      copy.sha256 === undefined || /^[0-9a-f]{64}$/.test(copy.sha256)
        ? undefined
        : rejection('bad-hash', 'sha256 is 64 hexadecimal digits in small letters', 'sha256'),
    () =>
      copy.length === undefined || (Number.isSafeInteger(copy.length) && copy.length >= 0)
        ? undefined
        : rejection('bad-length', 'length is a whole number of bytes', 'length'),
    () => checkInstant(copy.capturedAt, 'capturedAt'),
    () => checkUrl(copy.archivedAt, 'archivedAt'),
  );
  return wrong ? refuse(wrong) : accept({ type: 'DocumentCaptured', data });
}
