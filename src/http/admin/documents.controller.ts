import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { ownNamespace } from '../../domain/names.js';
import type { ContentStore } from '../../log/content/content-store.js';
import { CaptureDocumentRequest, RegisterDocumentRequest } from '../dto/document.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { given } from '../given.js';
import { Names } from '../names.js';
import { field, Problem } from '../problem.js';
import { Recorder } from '../recorder.js';
import { CONTENT } from '../tokens.js';
import { Made, Recorded } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing documents')
@Controller('v1/admin/documents')
export class AdminDocumentsController {
  constructor(
    @Inject(CONTENT) private readonly content: ContentStore,
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
