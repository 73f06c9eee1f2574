import type { Citation, Transcription } from '../../domain/events.js';
import { inForce } from '../../domain/undo.js';
import type { ContentStore } from '../../log/content/content-store.js';
import type { ClaimDetail, Ref } from '../../read/answers.js';
import { captureText } from '../../read/quoted-words.js';
import { BadField, reasonField, type Act, type Desk, Values } from './act.js';
import { claimFields } from './claim-form.js';
import { quoteIn, transcriptionIn, type AnsweredQuestion } from './claim-record.js';
import type { Field } from './fields.js';
import { typedValue } from './value-fields.js';

/** @param content where the copy lies in which a quote must stand */
export const transcriptionAct = (content: ContentStore): Act => ({
  needs: 'record',
  title: 'Correct what was mistyped',
  intro:
    'The transcription whole, as it should have been entered. For our mistakes alone: where the source corrected itself, record that as a claim of its own.',
  submit: 'Correct it',
  fields: (desk, claim) => transcriptionFields(desk, claim),
  initial: async (desk, claim) => typedAs(desk, await recorded(desk, claim)),
  command: async (desk, claim, values) => {
    const detail = claimOf(desk, claim);
    const before = await recorded(desk, claim);
    const { capture } = before;
    const citation = await correctedQuote({ desk, content, detail, before, values });
    return {
      type: 'CorrectTranscription',
      claim: claim.id,
      ...transcriptionIn(desk, values, questionOf(desk, detail)),
      ...(citation && { citation }),
      ...(capture !== undefined && { capture }),
      reason: values.reason(),
    };
  },
});

function transcriptionFields(desk: Desk, claim: Ref): Field[] {
  const { incident, question } = claimOf(desk, claim);
  const detail = question ? desk.views.questions.get(question.id) : undefined;
  const { says, words, response, details } = claimFields(desk, incident, detail);
  const quote = words.filter(({ name }) => name === 'quote');
  return [...says, ...quote, ...response, ...details, reasonField];
}

function questionOf(desk: Desk, { question }: ClaimDetail): AnsweredQuestion {
  const detail = question ? desk.views.questions.get(question.id) : undefined;
  return detail ? { is: 'there', detail } : { is: 'none' };
}

function claimOf(desk: Desk, claim: Ref): ClaimDetail {
  const detail = desk.views.claims.get(claim.id);
  if (!detail) throw new BadField('reason', 'This claim is not there any more');
  return detail;
}

/** As the text of the claim was entered last: what editors said of it since is no part of that. */
async function recorded(desk: Desk, claim: Ref): Promise<Transcription> {
  const acts = inForce(await desk.views.audit.history(claim.id));
  const last = acts.findLast(
    ({ type }) => type === 'ClaimRecorded' || type === 'ClaimTranscriptionCorrected',
  );
  return last?.data ?? {};
}

function typedAs(desk: Desk, said: Transcription): Record<string, string> {
  const name = (id: string): string => desk.views.names.ref(id)?.name ?? id;
  const { value, silence, response, supersedes, citation, utterance } = said;
  const translation = citation?.translation;
  return {
    ...(value && typedValue('source' in value ? { source: name(value.source) } : value)),
    ...(silence && { silence }),
    ...(response && { stance: response.stance, responds: response.to.map(name).join('\n') }),
    ...(supersedes && { supersedes: name(supersedes.claim), 'supersedes-as': supersedes.as }),
    ...(citation && { quote: citation.exact }),
    ...(translation && { translation: translation.text, 'translation-language': translation.language }),
    ...(utterance !== undefined && { utterance }),
    ...Object.fromEntries(
      (['assertedAt', 'asOf', 'occurredAt', 'publishedAt', 'hedge', 'note'] as const).flatMap((field) => {
        const text = said[field];
        return text === undefined ? [] : [[field, text]];
      }),
    ),
  };
}

interface Quoting {
  desk: Desk;
  content: ContentStore;
  detail: ClaimDetail;
  before: Transcription;
  values: Values;
}

/**
 * Where the words were not touched they keep their place in the copy; others are looked for in it. What the form does
 * not ask for stays as it was: page and time, and who translated, as long as the translation does.
 */
async function correctedQuote(at: Quoting): Promise<Citation | undefined> {
  const { desk, content, detail, before, values } = at;
  const typed = quoteIn(values);
  if (!typed) return undefined;
  const { translation: was, ...place } = before.citation ?? {};
  const { text, language } = typed.translation ?? {};
  const translation = text === was?.text && language === was?.language ? was : typed.translation;
  const translated = translation && { translation };
  if (typed.exact === before.citation?.exact) return { exact: typed.exact, ...place, ...translated };
  const document = desk.views.documents.get(detail.document.id);
  const copy = document?.captureList.find(({ index }) => index === (before.capture ?? 0));
  const held = copy && (await captureText(content, copy));
  const found = held === undefined ? typed : quoteIn(new Values({ ...values.typed, text: held }));
  const { page, time } = before.citation ?? {};
  return {
    ...(found ?? typed),
    ...(page !== undefined && { page }),
    ...(time !== undefined && { time }),
    ...translated,
  };
}
