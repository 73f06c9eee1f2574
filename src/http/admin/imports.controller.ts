import { Controller, HttpCode, Inject, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PassThrough, type Readable } from 'node:stream';
import { importAndTell } from '../../exchange/import.js';
import type { ImportEvent } from '../../exchange/report.js';
import { importPath } from '../body.js';
import { ImportQuery } from '../dto/query.dto.js';
import { IMPORT_TARGETS, type ImportTargets } from '../tokens.js';
import { actorOf } from '../../access/asker.js';
import { askerOf } from '../access/asking.js';
import { CommandGuards } from '../access/command-guards.js';
import { guardedImport } from '../access/guarded-import.js';
import { Needs } from '../access/needs.js';

const ndjson = 'application/x-ndjson';

/** Progress is left out for a reader who is this many bytes behind; what happened to lines never is. */
const behindBytes = 1024 * 1024;

@ApiTags('importing')
@Controller(importPath.slice(1))
export class AdminImportsController {
  constructor(
    @Inject(IMPORT_TARGETS) private readonly targetFor: ImportTargets,
    private readonly guards: CommandGuards,
  ) {}

  @Needs('record')
  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'importFile',
    summary: 'Take in an incident file (checked whole first) or incident lines (each as it comes)',
    description:
      'Answers while it works, one JSON object a line: `rejected`, `differs`, `warning`, `progress`, and last `report`, ' +
      '`refused` (nothing was written) or `failed` (the ledger stopped; repeating the import completes it).',
  })
  @ApiBody({
    required: true,
    schema: { type: 'string' },
    description: 'docs/FORMATS.md; JSON up to 64 MiB, lines of any size',
  })
  @ApiOkResponse({ content: { [ndjson]: { schema: { type: 'string' } } } })
  take(
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest<{ Body: Buffer | Readable }>,
  ): StreamableFile {
    const { body } = request;
    const answer = new PassThrough();
    const tell = (event: ImportEvent) => {
      if ('progress' in event && answer.writableLength > behindBytes) return;
      if (!answer.destroyed) answer.write(`${JSON.stringify(event)}\n`);
    };
    const chunks = Buffer.isBuffer(body) ? inOne(body) : body;
    const unguarded = this.targetFor({
      actor: actorOf(askerOf(request)),
      correlation: request.id,
      causation: request.id,
    });
    const target = guardedImport(unguarded, this.guards.of(request));
    const source = {
      name: query.name ?? 'body',
      chunks,
      ...(query.size !== undefined && { size: query.size }),
    };
    void importAndTell(source, target, { dryRun: query.dryRun ?? false, tell })
      .catch((error: unknown) => {
        request.log.error({ err: error }, 'import failed');
        tell({ failed: { message: error instanceof Error ? error.message : 'the import failed' } });
      })
      .finally(() => answer.end());
    return new StreamableFile(answer, { type: ndjson });
  }
}

async function* inOne(body: Buffer): AsyncIterable<Uint8Array> {
  yield body;
}
