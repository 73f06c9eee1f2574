import { Controller, Get, Header, Inject, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventGuard } from '../access/guarded-views.js';
import type { Config } from '../config.js';
import { projectRoot } from '../runtime.js';
import { Integrity } from '../integrity/integrity.js';
import { ClaimProofDto, ConsistencyDto, ConsistencyQuery } from './dto/proof.answers.js';
import { Names } from './names.js';
import { AlsoAnswers } from './openapi/also-answers.js';
import { Problem } from './problem.js';
import { ALL_VIEWS, CONFIG } from './tokens.js';
import { askerOf } from './access/asking.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { Needs } from './access/needs.js';

/** A checkpoint is replaced; a tile never is. */
const briefly = 'no-cache';
const forGood = 'public, max-age=31536000, immutable';

/** The verifier's modules, as built: what runs in a page is what lies in src/integrity/verifier. */
const verifierFolder = join(projectRoot, 'dist', 'integrity', 'verifier');

/** The log as C2SP tlog-tiles has it, and what else an outsider needs to check it (docs/PROOFS.md). */
@ApiTags('proofs')
@Controller('log')
export class LogController {
  constructor(
    @Inject(Integrity) private readonly integrity: Integrity,
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Needs('anyone')
  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', briefly)
  @ApiOperation({
    operationId: 'getCheckpoint',
    summary: 'The signed root of the whole log (C2SP tlog-checkpoint)',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  checkpoint(): Promise<string> {
    return this.integrity.checkpoint();
  }

  @Needs('anyone')
  @Get('key')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', briefly)
  @ApiOperation({
    operationId: 'getLogKey',
    summary: 'The public keys that sign checkpoints, one a line: pin one',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  key(): string {
    return this.integrity.key();
  }

  @Needs('anyone')
  @Get('consistency')
  @AlsoAnswers('unknown-thing')
  @ApiOperation({
    operationId: 'getConsistency',
    summary: 'That one checkpoint continues an earlier one (RFC 9162)',
  })
  @ApiOkResponse({ type: ConsistencyDto })
  consistency(@Query() { from, to }: ConsistencyQuery): ConsistencyDto {
    const proof = this.integrity.consistency(from, to);
    if (proof) return proof;
    throw new Problem('unknown-thing', `the log has no checkpoints of which ${to} could continue ${from}`);
  }

  @Needs('anyone')
  @Get('tile/*')
  @ApiOperation({
    operationId: 'getTile',
    summary:
      'A tile of hashes, tile/<level>/<index>[.p/<width>], or of events, tile/entries/... (C2SP tlog-tiles)',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async tile(
    @Param('*') path: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const mayRead = eventGuard(this.views, askerOf(request), this.config);
    const tile = await this.integrity.tile(`tile/${path}`, mayRead);
    // Hashes are for everybody and for good; which entries stand there in full depends on who asks, and when.
    void reply.header('cache-control', path.startsWith('entries/') ? 'private, no-cache' : forGood);
    if (tile) return new StreamableFile(tile, { type: 'application/octet-stream' });
    throw new Problem('unknown-thing', `the published log has no tile/${path}`);
  }

  @Needs('anyone')
  @Get('verifier/:module')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', briefly)
  @ApiOperation({ operationId: 'getVerifier', summary: 'The verifier as ES modules, for a page: index.js' })
  @ApiProduces('text/javascript')
  @ApiOkResponse({ type: String })
  verifier(@Param('module') name: string): string {
    const file = join(verifierFolder, name);
    if (/^[a-z-]+\.js$/.test(name) && existsSync(file)) return readFileSync(file, 'utf8');
    throw new Problem('unknown-thing', `the verifier has no module ${name}`);
  }
}

@ApiTags('proofs')
@Controller('v1/claims')
export class ClaimProofController {
  constructor(
    @Inject(Integrity) private readonly integrity: Integrity,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get(':claim/proof')
  @ApiOperation({
    operationId: 'getClaimProof',
    summary: 'That a claim stands in the log as it was recorded; for `incident-ledger verify`',
  })
  @ApiOkResponse({ type: ClaimProofDto })
  async proof(@Param('claim') name: string): Promise<ClaimProofDto> {
    const proof = await this.integrity.claimProof(this.names.id('claim', name));
    if (proof) return proof;
    throw new Problem('unknown-thing', `no events of the claim "${name}" are in the log`);
  }
}
