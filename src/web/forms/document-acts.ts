import { createHash } from 'node:crypto';
import type { ContentStore } from '../../log/content/content-store.js';
import { BadField, type Acts, type Values } from './act.js';

/** As the API takes it. */
const maxText = 200_000;

/** @param content where a text lies before the event says so; a text without its event harms nobody */
export const documentActs = (content: ContentStore): Acts => ({
  capture: {
    needs: 'record',
    title: 'Add a copy of a document’s text',
    intro:
      'What the document said when it was looked at. Where the text may not be kept here, its SHA-256 alone still shows whether another copy is the same.',
    submit: 'Add the copy',
    fields: () => [
      { name: 'text', label: 'The text', kind: 'text', rows: 12 },
      {
        name: 'sha256',
        label: 'Or its SHA-256 alone',
        kind: 'line',
        size: 64,
        help: '64 hexadecimal digits; with a text, it must be that of the text.',
      },
      {
        name: 'capturedAt',
        label: 'Captured at',
        kind: 'line',
        size: 24,
        placeholder: '2022-01-05T14:00Z or 2022-01-05',
      },
      {
        name: 'archivedAt',
        label: 'Where an archive keeps it',
        kind: 'line',
        size: 50,
        placeholder: 'https://',
      },
    ],
    command: async (_desk, document, values) => {
      const capturedAt = values.optional('capturedAt');
      const archivedAt = values.optional('archivedAt');
      return {
        type: 'CaptureDocument',
        document: document.id,
        ...(await copyIn(content, values)),
        ...(capturedAt !== undefined && { capturedAt }),
        ...(archivedAt !== undefined && { archivedAt }),
      };
    },
  },
});

/** @throws BadField */
async function copyIn(content: ContentStore, values: Values) {
  const sha256 = values.optional('sha256')?.toLowerCase();
  const text = values.text('text');
  if (text === '') return sha256 === undefined ? {} : { sha256 };
  if (text.length > maxText) {
    throw new BadField('text', `The text has ${text.length} letters, more than ${maxText}: give its SHA-256`);
  }
  const bytes = Buffer.from(text, 'utf8');
  if (sha256 !== undefined && sha256 !== createHash('sha256').update(bytes).digest('hex')) {
    throw new BadField('sha256', 'This is not the SHA-256 of the text: leave it empty, and it is computed');
  }
  return { ...(await content.put(bytes)), mediaType: 'text/plain' };
}
