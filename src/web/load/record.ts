import type { DomainEventType } from '../../domain/events.js';
import type { AuditEntry, AuditEvent, Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { claimPath, documentPath, incidentPath, questionPathOf, sourcePath, withQuery } from '../links.js';
import type { RecordEntry } from '../parts/record.js';
import { credibilityWords, reliabilityWords, valueWords } from '../parts/words.js';
import type { Viewer } from '../viewer.js';
import type { Credibility, Reliability, Value } from '../../domain/value.js';

/** What happened, said after the name of who did it. */
export const eventWords = {
  IncidentOpened: 'opened the incident',
  IncidentDescribed: 'described the incident',
  IncidentPlacedUnder: 'placed the incident under another',
  QuestionRaised: 'raised the question',
  QuestionReworded: 'reworded the question',
  ConstraintDeclared: 'linked questions of',
  ConstraintLifted: 'unlinked questions of',
  SourceRegistered: 'entered the source',
  SourceDescribed: 'described the source',
  SourceReliabilityAssessed: 'graded the source',
  SourcesMarkedSame: 'marked as one with another the source',
  SourcesMarkedDistinct: 'marked as distinct from another the source',
  DocumentRegistered: 'entered the document',
  DocumentCaptured: 'took a copy of the document',
  ClaimRecorded: 'recorded the claim',
  ClaimTranscriptionCorrected: 'corrected the transcription of the claim',
  ClaimMovedToQuestion: 'moved to another question the claim',
  AttributionCorrected: 'corrected the attribution of the claim',
  ClaimSuperseded: 'marked as superseded the claim',
  ClaimWithdrawn: 'withdrew the claim',
  ClaimCredibilityAssessed: 'graded the claim',
  ClaimRanked: 'ranked the claim',
  IndependenceAsserted: 'asserted the independence of the source',
  WordingsCompared: 'compared the wording of the claim',
  QuestionResolved: 'decided the question',
  QuestionReopened: 'reopened the question',
  ActUndone: 'took back an act on',
} satisfies Partial<Record<DomainEventType, string>>;
export const eventTypes = Object.keys(eventWords);

export const didWords = (type: string): string =>
  Object.hasOwn(eventWords, type) ? eventWords[type as keyof typeof eventWords] : type;

/** What was entered stays entered (domain/undo.ts); every other act can be taken back, the taking back too. */
const lasting = new Set<string>([
  'IncidentOpened',
  'QuestionRaised',
  'SourceRegistered',
  'DocumentRegistered',
  'DocumentCaptured',
]);

export function thingLink(thing: Ref): { href: string; label: string; kind: string } {
  const label = thing.label === '' ? thing.name : thing.label;
  const paths = {
    incident: incidentPath,
    question: questionPathOf,
    source: sourcePath,
    document: documentPath,
    claim: claimPath,
  };
  return { href: paths[thing.kind](thing.name), label: label.slice(0, 120), kind: thing.kind };
}

/** The events of one thing, with what they say. */
export async function recordOf(views: LedgerViews, thing: Ref, viewer: Viewer): Promise<RecordEntry[]> {
  const events = await views.audit.history(thing.id);
  const undone = new Set(
    events.flatMap(({ type, data }) => (type === 'ActUndone' ? [String(data['undone'])] : [])),
  );
  const entries = events.map(async (event) => ({
    ...(await entryOf(views, event, viewer)),
    undo: !lasting.has(event.type) && viewer.can('resolve') ? undoPath(thing, event.id) : null,
    undone: undone.has(event.id),
  }));
  return Promise.all(entries);
}

/** Events of several things, each with its thing and with what it says. */
export function recordOfAll(
  views: LedgerViews,
  events: readonly AuditEvent[],
  viewer: Viewer,
): Promise<RecordEntry[]> {
  return Promise.all(
    events.map(async (event) => ({
      ...(await entryOf(views, event, viewer)),
      thing: event.thing && thingLink(event.thing),
    })),
  );
}

async function entryOf(views: LedgerViews, event: AuditEvent, viewer: Viewer): Promise<RecordEntry> {
  return {
    id: event.id,
    position: event.position,
    words: `${didWords(event.type)}${detailOf(views, event)}`,
    actor: event.actor,
    actorName: await viewer.nameOf(event.actor),
    recordedAt: event.recordedAt,
    reason: typeof event.data['reason'] === 'string' ? event.data['reason'] : null,
    thing: null,
    undo: null,
    undone: false,
  };
}

export const undoPath = (thing: Ref, event: string): string =>
  withQuery('/undo', { kind: thing.kind, thing: thing.id, event });

/** Entries of the audit, each with its thing. */
export function auditRecord(entries: readonly AuditEntry[], viewer: Viewer): Promise<RecordEntry[]> {
  const told = entries.map(async (entry) => ({
    id: entry.id,
    position: entry.position,
    words: `${didWords(entry.type)}${entry.setAside === undefined ? '' : ` (set aside: ${entry.setAside})`}`,
    actor: entry.actor,
    actorName: await viewer.nameOf(entry.actor),
    recordedAt: entry.recordedAt,
    reason: null,
    thing: entry.thing && thingLink(entry.thing),
    undo: null,
    undone: false,
  }));
  return Promise.all(told);
}

/** What an event says beside its type, where that can be said in a few words. */
function detailOf(views: LedgerViews, { type, data }: AuditEvent): string {
  const named = (field: string): string => {
    const ref = views.names.ref(String(data[field]));
    return ref ? `“${ref.label || ref.name}”` : String(data[field]);
  };
  switch (type) {
    case 'SourceReliabilityAssessed':
      return ` ${String(data['reliability'])}, ${reliabilityWords[data['reliability'] as Reliability]}`;
    case 'ClaimCredibilityAssessed':
      return ` ${String(data['credibility'])}, ${credibilityWords[data['credibility'] as Credibility]}`;
    case 'ClaimRanked':
      return ` ${String(data['rank'])}`;
    case 'ClaimMovedToQuestion':
      return ` to ${named('question')}`;
    case 'ClaimSuperseded':
      return ` by ${named('by')} as ${String(data['as'])}`;
    case 'SourcesMarkedSame':
    case 'SourcesMarkedDistinct':
    case 'IndependenceAsserted':
    case 'WordingsCompared':
      return `: ${named('other')}`;
    case 'QuestionResolved':
      return ` as ${valueWords(data['value'] as Value, undefined)}`;
    case 'ActUndone':
      return `: ${String(data['of'])}`;
    default:
      return '';
  }
}
