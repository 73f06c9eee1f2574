import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { checkInstant, checkUrl } from '../../domain/checks.js';
import { ownNamespace } from '../../domain/names.js';
import type { ContentStore } from '../../log/content/content-store.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import {
  CaptureContentQuery,
  CaptureDocumentRequest,
  RegisterDocumentRequest,
} from '../dto/document.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { given } from '../given.js';
import { Names } from '../names.js';
import { field, Problem } from '../problem.js';
import { Recorder } from '../recorder.js';
import { CONTENT, VIEWS } from '../tokens.js';
import { declaredIn, storeUpload } from './capture-upload.js';
import { Made, Recorded } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing documents')
@Controller('v1/admin/documents')
export class AdminDocumentsController {
  constructor(
    @Inject(CONTENT) private readonly content: ContentStore,
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly recorder: Recorder,
    private readonly names: Names,
  ) {}

  @Needs('record')
  @Post()
  @ApiOperation({ operationId: 'registerDocument', summary: 'Enter a published work' })
  @Made()
  register(
    @Body() body: RegisterDocumentRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    const command = {
      type: 'RegisterDocument' as const,
      namespace: ownNamespace,
      ...given(body),
      publisher: this.names.id('source', body.publisher, '/publisher'),
    };
    return this.recorder.create(command, request, reply, ({ id }) => `/v1/documents/${id}`);
  }

  @Needs('record')
  @Post(':document/captures')
  @ApiOperation({
    operationId: 'captureDocument',
    summary: 'Keep a copy of a document: its text, or its hash alone',
  })
  @Recorded()
  async capture(
    @Param('document') name: string,
    @Body() body: CaptureDocumentRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const document = this.names.id('document', name);
    const { text, ...rest } = given(body);
    const held = text === undefined ? {} : await this.keep(text, body.sha256);
    return this.recorder.record({ type: 'CaptureDocument', document, ...rest, ...held }, request);
  }

  @Needs('record')
  @Post(':document/captures/content')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'uploadCapture',
    summary: 'Keep a copy of a document in bytes of any sort, up to 32 MiB, as they arrive',
    description:
      'The body is the copy itself: HTML, PDF, a picture. Its media type is recorded with its SHA-256 and length. Location says where the copy is served.',
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'Content-Digest', required: false, description: 'sha-256=:<base64>: (RFC 9530)' })
  @ApiOkResponse({ type: ReceiptDto })
  async upload(
    @Param('document') name: string,
    @Query() query: CaptureContentQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    const document = this.names.id('document', name);
    const { capturedAt, archivedAt } = query;
    const wrong = checkInstant(capturedAt, 'capturedAt') ?? checkUrl(archivedAt, 'archivedAt');
    if (wrong) throw new Problem('invalid-request', wrong.message, field(wrong.field!, wrong.message));
    const declared = declaredIn(request, query);
    const held = await storeUpload(this.content, request, declared);
    const copy = { ...held, mediaType: declared.mediaType, ...given({ capturedAt, archivedAt }) };
    const command = { type: 'CaptureDocument' as const, document, ...copy };
    const receipt = await this.recorder.record(command, request, {
      body: { sha256: held.sha256, mediaType: declared.mediaType },
    });
    const captures = this.views.documents.get(document)?.captureList ?? [];
    const index = captures.find(({ sha256 }) => sha256 === held.sha256)?.index;
    if (index !== undefined)
      void reply.header('location', `/v1/documents/${document}/captures/${index}/content`);
    return receipt;
  }

  /** The text lies in the content store before the event says so; a text without its event harms nobody. */
  private async keep(text: string, sha256: string | undefined) {
    const bytes = Buffer.from(text, 'utf8');
    if (sha256 !== undefined && sha256 !== createHash('sha256').update(bytes).digest('hex')) {
      throw new Problem(
        'invalid-request',
        'sha256 is not that of the text',
        field('/sha256', 'not that of the text'),
      );
    }
    return this.content.put(bytes);
  }
}
