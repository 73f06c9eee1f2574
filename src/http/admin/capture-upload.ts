import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { plainMediaType } from '../../domain/media-type.js';
import {
  type ContentStore,
  ContentTooLarge,
  maxContentBytes,
  type StoredContent,
} from '../../log/content/content-store.js';
import { field, Problem } from '../problem.js';

/** What the client says of the bytes that it sends. */
export interface Declared {
  mediaType: string;
  /** lower-case hex, each of which the bytes must have */
  digests: readonly string[];
}

/**
 * Takes the bytes of a request into the content store as they arrive, so that none is held whole.
 * @throws Problem `too-large`; `invalid-request`: there are none, they break off, or have another digest. Nothing is
 * kept then.
 */
export async function storeUpload(
  content: ContentStore,
  request: FastifyRequest,
  { digests }: Declared,
): Promise<StoredContent> {
  const { body } = request;
  if (Number(request.headers['content-length'] ?? 0) > maxContentBytes) throw tooLarge(new ContentTooLarge());
  if (!(body instanceof Readable)) throw empty();
  try {
    return await content.put(checked(body, digests));
  } catch (error) {
    if (error instanceof ContentTooLarge) throw tooLarge(error);
    if (request.raw.destroyed && !request.raw.complete)
      throw new Problem('invalid-request', 'the upload broke off, and nothing of it was kept: send it again');
    throw error;
  }
}

/** Hashes what passes, and throws at the end where it is not what was announced: before the store has named it. */
async function* checked(
  bytes: AsyncIterable<Uint8Array>,
  digests: readonly string[],
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of bytes) {
    hash.update(piece);
    length += piece.length;
    yield piece;
  }
  if (length === 0) throw empty();
  const sha256 = hash.digest('hex');
  if (digests.some((digest) => digest !== sha256)) {
    const message = `what arrived has the SHA-256 ${sha256}, and another was announced: send it again`;
    throw new Problem('invalid-request', message, field('sha256', message));
  }
}

/** The rest of the body is not waited for. */
const tooLarge = ({ message }: ContentTooLarge): Problem =>
  new Problem('too-large', message, {}, { connection: 'close' });

const empty = (): Problem =>
  new Problem(
    'invalid-request',
    'the body is empty: send the bytes of the copy, as curl --data-binary @page.pdf does',
  );

/**
 * What the request says of its bytes: the media type of its body, or that in the query for one that has none of its own,
 * and `Content-Digest` (RFC 9530) or a SHA-256 in the query.
 * @throws Problem `unsupported-media-type`, `invalid-request`
 */
export function declaredIn(
  { headers }: FastifyRequest,
  query: { mediaType?: string; sha256?: string },
): Declared {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new Problem(
      'unsupported-media-type',
      `send the bytes as they are, without Content-Encoding: ${encoding}`,
    );
  const said = query.mediaType ?? headers['content-type'] ?? '';
  const mediaType = plainMediaType(said);
  if (mediaType === undefined)
    throw new Problem(
      'unsupported-media-type',
      'say in Content-Type what the copy is: text/html, application/pdf, image/png',
    );
  if (mediaType.startsWith('multipart/'))
    throw new Problem(
      'unsupported-media-type',
      'send the bytes of the copy alone, and not as a form: curl --data-binary @page.pdf',
    );
  const announced = announcedDigest(headers['content-digest']);
  const digests = [
    ...(query.sha256 === undefined ? [] : [query.sha256]),
    ...(announced === undefined ? [] : [announced]),
  ];
  return { mediaType, digests };
}

function announcedDigest(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, base64] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/.exec(String(header)) ?? [];
  if (base64 === undefined) {
    const message =
      'Content-Digest is read as sha-256=:<base64>: (RFC 9530), and other digests are not checked';
    throw new Problem('invalid-request', message, field('Content-Digest', message));
  }
  return Buffer.from(base64, 'base64').toString('hex');
}
