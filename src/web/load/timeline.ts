import { decimalNumber } from '../../domain/interval.js';
import type { AccountView, CommonValue, QuestionView } from '../../domain/reconcile/view.js';
import { numberInterval, type NumberValue } from '../../domain/value.js';
import { maxMarks, type Place, type Timeline, type TimelineMark } from '../figures/timeline-data.js';
import { originsWords, valueWords, type Labels } from '../parts/words.js';
import type { Casebook } from './casebook.js';
import { publicationSpan } from './publication.js';

/** The figure of a question, where at least two reports can be placed in time. @param clock milliseconds */
export function timelineOf(
  question: QuestionView,
  labels: Labels,
  book: Casebook,
  clock: number | null,
): Timeline | null {
  const ends = new Map(question.superseded.map((end) => [end.claim, end]));
  const silences = new Map(question.silences.map((silence) => [silence.claim, silence]));
  const marks: TimelineMark[] = [];
  let placeable = 0;
  for (const { claim: name } of question.history) {
    const claim = book.claim(name);
    const card = book.card(name);
    const span = claim && publicationSpan(claim.publishedAt, claim.timeZone);
    if (!card || !span || (claim.value === undefined && claim.silence === undefined)) continue;
    placeable += 1;
    if (marks.length >= maxMarks) continue;
    const end = ends.get(name);
    marks.push({
      claim: name,
      href: card.href,
      origin: card.attributed ? card.origin : `${card.outlet}, origin not recorded`,
      words: card.says,
      from: span.from,
      at: span.to,
      place: claim.value === undefined ? null : placeOf(claim.value, question, labels),
      silence: claim.value === undefined ? (claim.silence ?? null) : null,
      ended: end?.as ?? null,
      endedBy: end?.by ?? silences.get(name)?.endedBy ?? null,
      attributed: card.attributed,
    });
  }
  if (placeable < 2) return null;
  return {
    label: `Reports on: ${question.ask}`,
    marks,
    bands: question.accounts.map((account) => bandOf(account, question, labels)),
    clock,
    of: placeable,
  };
}

function bandOf(account: AccountView, question: QuestionView, labels: Labels): Timeline['bands'][number] {
  const words = valueWords(account.value, undefined, labels);
  return {
    place: placeOf(account.value, question, labels),
    label: `${words}: ${originsWords(account.origins)}`,
  };
}

function placeOf(value: CommonValue, question: QuestionView, labels: Labels): Place {
  if (question.type === 'count' || question.type === 'quantity') {
    if ('kind' in value) return numberPlace(value, question.type);
    if ('low' in value && typeof value.low !== 'string' && typeof value.high !== 'string') {
      return { low: value.low ?? 0, high: value.high };
    }
  }
  return { row: valueWords(value, question.unit, labels) };
}

function numberPlace(value: NumberValue, type: 'count' | 'quantity'): Place {
  const { low, high } = numberInterval(type, value);
  return { low: low === null ? 0 : decimalNumber(low), high: high === null ? null : decimalNumber(high) };
}
