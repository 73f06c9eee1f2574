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
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ContentStore } from '../log/content/content-store.js';
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
    const document = foundThen(this.views.documents.get(this.names.id('document', name)), 'document', name);
    const capture = document.captureList.find((candidate) => candidate.index === index);
    const bytes = capture?.sha256 === undefined ? undefined : await this.content.read(capture.sha256);
    if (!bytes) {
      throw new Problem(
        'unknown-thing',
        capture ? 'the ledger holds no text of this capture' : `"${name}" has no capture ${index}`,
      );
    }
    // Whatever it is, a browser shows it as text or saves it, and never runs it.
    void reply.header('content-security-policy', "default-src 'none'; sandbox");
    return new StreamableFile(Readable.from(bytes), { type: 'text/plain; charset=utf-8' });
  }
}
