import { Controller, Get, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Integrity } from '../integrity/integrity.js';
import { ClaimProofDto, ConsistencyDto, ConsistencyQuery } from './dto/proof.answers.js';
import { Names } from './names.js';
import { Problem } from './problem.js';
import { Needs } from './access/needs.js';

/** A checkpoint is replaced; a tile never is. */
const briefly = 'no-cache';
const forGood = 'public, max-age=31536000, immutable';

/** The verifier's modules, as built: what runs in a page is what lies in src/integrity/verifier. */
const verifierFolder = join(import.meta.dirname, '..', 'integrity', 'verifier');

/** The log as C2SP tlog-tiles has it, and what else an outsider needs to check it (docs/PROOFS.md). */
@ApiTags('proofs')
@Controller('log')
export class LogController {
  constructor(@Inject(Integrity) private readonly integrity: Integrity) {}

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
  @Header('cache-control', forGood)
  @ApiOperation({
    operationId: 'getTile',
    summary:
      'A tile of hashes, tile/<level>/<index>[.p/<width>], or of events, tile/entries/... (C2SP tlog-tiles)',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async tile(@Param('*') path: string): Promise<StreamableFile> {
    // Until incidents can be restricted, whoever may read the log may read every event of it.
    const tile = await this.integrity.tile(`tile/${path}`, () => true);
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
