import {
  Controller,
  Get,
  Inject,
  Param,
  ParseIntPipe,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isUtf8Text } from '../domain/media-type.js';
import type { ContentStore } from '../log/content/content-store.js';
import type { CaptureAnswer, DocumentDetail } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { clocksOf, foundThen, linked, pageOf } from './asked.js';
import { ClocksQuery, DocumentsQuery } from './dto/query.dto.js';
import { DocumentDetailDto, DocumentPageDto } from './dto/source.answers.js';
import { TaggedThing } from './entity-tags.js';
import { Names } from './names.js';
import { Problem } from './problem.js';
import { CONTENT, VIEWS } from './tokens.js';
import { Needs } from './access/needs.js';

@ApiTags('documents')
@Controller('v1/documents')
export class DocumentsController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONTENT) private readonly content: ContentStore,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get()
  @ApiOperation({ operationId: 'listDocuments', summary: 'Documents' })
  @ApiOkResponse({ type: DocumentPageDto })
  list(
    @Query() query: DocumentsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): DocumentPageDto {
    const filter = {
      ...(query.text !== undefined && { text: query.text }),
      ...(query.publisher !== undefined && {
        publisher: this.names.id('source', query.publisher, '/publisher'),
      }),
      ...(query.url !== undefined && { url: query.url }),
    };
    return linked(this.views.documents.list(filter, clocksOf(query), pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get(':document')
  @TaggedThing()
  @ApiOperation({ operationId: 'getDocument', summary: 'A document with its captures' })
  @ApiOkResponse({ type: DocumentDetailDto })
  get(@Param('document') name: string, @Query() query: ClocksQuery): DocumentDetailDto {
    const id = this.names.id('document', name);
    return foundThen(this.views.documents.get(id, clocksOf(query)), 'document', name);
  }

  @Needs('read')
  @Get(':document/captures/:index/content')
  @ApiOperation({
    operationId: 'getCaptureContent',
    summary: 'A copy of a document as it was taken, to be saved',
    description: 'Content-Digest has its SHA-256 (RFC 9530), which is also its tag.',
  })
  @ApiOkResponse({
    description: 'In the media type under which it was taken',
    content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of a copy that is at hand' })
  @ApiResponse({ status: 304, description: 'It cannot have changed' })
  async whole(
    @Param('document') name: string,
    @Param('index', ParseIntPipe) index: number,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const { document, capture, sha256 } = this.copyOf(name, index);
    const length = await this.content.length(sha256);
    if (length === undefined) throw notHeld();
    void reply.headers({
      ...harmless,
      etag: `"${sha256}"`,
      'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    });
    if (request.headers['if-none-match']?.includes(`"${sha256}"`)) {
      void reply.code(304);
      return undefined;
    }
    const bytes = await this.content.read(sha256);
    if (!bytes) throw notHeld();
    const { type, ending } = savedAs(capture.mediaType);
    return new StreamableFile(Readable.from(bytes), {
      type,
      length,
      disposition: `attachment; filename="${document.key}-${index}${ending}"`,
    });
  }

  @Needs('read')
  @Get(':document/captures/:index/text')
  @ApiOperation({
    operationId: 'getCaptureText',
    summary: 'The text of a capture, where the ledger holds it',
  })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async text(
    @Param('document') name: string,
    @Param('index', ParseIntPipe) index: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { capture, sha256 } = this.copyOf(name, index);
    if (!isUtf8Text(capture.mediaType)) {
      throw new Problem(
        'unknown-thing',
        `this copy is ${capture.mediaType} and no text: it is served under /content`,
      );
    }
    const bytes = await this.content.read(sha256);
    if (!bytes) throw notHeld();
    // Whatever it is, a browser shows it as text or saves it, and never runs it.
    void reply.headers(harmless);
    return new StreamableFile(Readable.from(bytes), { type: 'text/plain; charset=utf-8' });
  }

  private copyOf(
    name: string,
    index: number,
  ): { document: DocumentDetail; capture: CaptureAnswer; sha256: string } {
    const document = foundThen(this.views.documents.get(this.names.id('document', name)), 'document', name);
    const capture = document.captureList.find((candidate) => candidate.index === index);
    if (!capture) throw new Problem('unknown-thing', `"${name}" has no capture ${index}`);
    if (capture.sha256 === undefined) throw notHeld();
    return { document, capture, sha256: capture.sha256 };
  }
}

const notHeld = (): Problem =>
  new Problem('unknown-thing', 'the ledger holds no text or bytes of this capture');

/** A page that somebody captured must not act as a page of this server, however it is opened. */
const harmless = { 'content-security-policy': "default-src 'none'; sandbox" };

/** What no program runs goes out as what it is; the rest, pages and drawings among it, as bytes. */
const passive: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'text/plain': '.txt',
};

function savedAs(mediaType = 'text/plain'): { type: string; ending: string } {
  const [essence] = mediaType.split(';', 1) as [string];
  return Object.hasOwn(passive, essence)
    ? { type: mediaType, ending: passive[essence]! }
    : { type: 'application/octet-stream', ending: '.bin' };
}
