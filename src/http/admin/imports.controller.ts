import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PassThrough, type Readable } from 'node:stream';
import { csvTemplate } from '../../exchange/csv/template.js';
import { importAndTell, type ImportSource } from '../../exchange/import.js';
import { importPath, tableTypes } from '../body.js';
import { ImportQuery } from '../dto/query.dto.js';
import { IMPORT_TARGETS, type ImportTargets } from '../tokens.js';
import { actorOf } from '../../access/asker.js';
import { askerOf } from '../access/asking.js';
import { CommandGuards } from '../access/command-guards.js';
import { guardedImport } from '../access/guarded-import.js';
import { Needs } from '../access/needs.js';
import { field, Problem } from '../problem.js';
import { RunningImports } from '../running-imports.js';
import { ServerStops } from '../stopping.js';
import { tellInLines } from './told-in-lines.js';

const ndjson = 'application/x-ndjson';

@ApiTags('importing')
@Controller(importPath.slice(1))
export class AdminImportsController {
  constructor(
    @Inject(IMPORT_TARGETS) private readonly targetFor: ImportTargets,
    private readonly guards: CommandGuards,
    private readonly running: RunningImports,
  ) {}

  @Needs('record')
  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'importFile',
    summary:
      'Take in an incident file (checked whole first), incident lines (each as it comes) or a table of claims (text/csv, one row a claim)',
    description:
      'Answers while it works, one JSON object a line: `rejected`, `differs`, `warning`, `progress`, and last `report`, ' +
      '`refused` (nothing was written) or `failed` (the ledger stopped; repeating the import completes it).',
  })
  @ApiConsumes('application/json', ndjson, 'text/csv')
  @ApiBody({
    required: true,
    schema: { type: 'string' },
    description: 'docs/FORMATS.md; JSON up to 64 MiB, lines and tables of any size',
  })
  @ApiOkResponse({ content: { [ndjson]: { schema: { type: 'string' } } } })
  take(
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest<{ Body: Buffer | Readable | undefined }>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreamableFile {
    // Who sends a long file hears at once that it is being taken in, before there is anything to tell of it.
    reply.raw.once('pipe', () => reply.raw.flushHeaders());
    const answer = new PassThrough();
    const tell = tellInLines(answer);
    const source = sourceOf(request, query);
    const unguarded = this.targetFor({
      actor: actorOf(askerOf(request)),
      correlation: request.id,
      causation: request.id,
    });
    const target = guardedImport(unguarded, this.guards.of(request));
    void this.running
      .during({ source, target }, (source, target) =>
        importAndTell(source, target, { dryRun: query.dryRun ?? false, tell }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof ServerStops)) request.log.error({ err: error }, 'import failed');
        tell({ failed: { message: error instanceof Error ? error.message : 'the import failed' } });
      })
      .finally(() => answer.end());
    return new StreamableFile(answer, { type: ndjson });
  }

  @Needs('record')
  @Get('template.csv')
  @ApiOperation({
    operationId: 'importTemplate',
    summary: 'A table of claims with every column and a few rows that show how; it can be imported as it is',
  })
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  template(): StreamableFile {
    return new StreamableFile(Buffer.from(csvTemplate(), 'utf8'), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="claims.csv"',
    });
  }
}

/** @throws Problem a table is said to be in other letters than UTF-8, or a namespace comes with what is no table */
function sourceOf(
  request: FastifyRequest<{ Body: Buffer | Readable | undefined }>,
  query: ImportQuery,
): ImportSource {
  const { body, headers } = request;
  if (!body) throw new Problem('invalid-request', 'the body is empty: send the file in it');
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const isTable = tableTypes.includes(type!.trim());
  const charset = parameters.map((part) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(part)?.[1]).find(Boolean);
  if (isTable && charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset))
    throw new Problem(
      'unsupported-media-type',
      `a table is taken in UTF-8, not in ${charset}: save it as "CSV UTF-8"`,
    );
  const { namespace } = query;
  if (namespace !== undefined && !isTable) {
    const message = 'incident files and incident lines say their namespace themselves: leave it out';
    throw new Problem('invalid-request', message, field('namespace', message));
  }
  return {
    name: query.name ?? 'body',
    chunks: Buffer.isBuffer(body) ? inOne(body) : body,
    ...(query.size !== undefined && { size: query.size }),
    ...(isTable && { csv: namespace === undefined ? {} : { namespace } }),
  };
}

async function* inOne(body: Buffer): AsyncIterable<Uint8Array> {
  yield body;
}
