import { documentKinds, type DocumentKind } from '../../domain/events.js';
import { Matches } from 'class-validator';
import {
  EnumField,
  field,
  InstantField,
  IntegerField,
  KeyField,
  NameField,
  TextField,
  UrlField,
} from './fields.js';

const Sha256Field = (description: string) =>
  field(
    { type: String, pattern: '^[0-9a-f]{64}$' },
    { optional: true, description },
    Matches(/^[0-9a-f]{64}$/, { message: '$property must be 64 lower-case hexadecimal digits' }),
  );

export class RegisterDocumentRequest {
  @KeyField({ description: "Short and lower-case, unique among the ledger's own documents" })
  key!: string;

  @NameField('The source that published it')
  publisher!: string;

  @TextField({ max: 1_000 })
  title!: string;

  @EnumField(documentKinds)
  kind!: DocumentKind;

  @UrlField({ optional: true, description: 'Where it stands; the server never fetches it' })
  url?: string;

  @TextField({ optional: true, max: 35, description: 'BCP 47', example: 'en' })
  language?: string;

  @InstantField({ optional: true, description: 'An instant, or a date: some time on that day in timeZone' })
  publishedAt?: string;

  @TextField({ optional: true, max: 64, description: 'IANA; default UTC', example: 'Asia/Baghdad' })
  timeZone?: string;

  @TextField({ optional: true, max: 4_000 })
  note?: string;
}

const mediaTypeMaxLength = 200;

/** What is said of the bytes of a copy beside its media type. */
export class CaptureContentQuery {
  @TextField({
    optional: true,
    max: mediaTypeMaxLength,
    description: 'Media type of the copy, where Content-Type is application/octet-stream or cannot say it',
    example: 'application/json',
  })
  mediaType?: string;

  @Sha256Field('SHA-256 that the bytes must have; Content-Digest (RFC 9530) says the same in a header')
  sha256?: string;

  @InstantField({ optional: true, description: 'When the copy was taken' })
  capturedAt?: string;

  @UrlField({ optional: true, description: 'Where an archive keeps it' })
  archivedAt?: string;
}

export class CaptureDocumentRequest {
  @TextField({
    optional: true,
    max: 200_000,
    description: 'The text as captured; it lies outside the log, which keeps its hash and length',
  })
  text?: string;

  @Sha256Field('SHA-256 where the text itself is not handed over; with a text it must be its own')
  sha256?: string;

  @IntegerField({
    optional: true,
    max: 10_000_000_000,
    description: 'Bytes, where the text is not handed over',
  })
  length?: number;

  @TextField({ optional: true, max: 100, example: 'text/plain' })
  mediaType?: string;

  @InstantField({ optional: true })
  capturedAt?: string;

  @UrlField({ optional: true, description: 'Where an archive keeps it' })
  archivedAt?: string;
}
