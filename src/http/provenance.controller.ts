import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ContentStore } from '../log/content/content-store.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { provenanceOf } from '../read/provenance.js';
import { Needs } from './access/needs.js';
import { clocksOf, foundThen } from './asked.js';
import { ProvenanceDto } from './dto/provenance.answers.js';
import { ClocksQuery } from './dto/query.dto.js';
import { TaggedAnswer } from './entity-tags.js';
import { Names } from './names.js';
import { CONTENT, VIEWS } from './tokens.js';

@ApiTags('claims')
@Controller('v1/claims')
export class ProvenanceController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONTENT) private readonly content: ContentStore,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get(':claim/provenance')
  @TaggedAnswer()
  @ApiOperation({
    operationId: 'claimProvenance',
    summary: 'Through whom a claim came, whose words it is, and where they stand, with its graph',
  })
  @ApiOkResponse({ type: ProvenanceDto })
  async provenance(@Param('claim') name: string, @Query() query: ClocksQuery): Promise<ProvenanceDto> {
    const id = this.names.id('claim', name);
    return foundThen(await provenanceOf(this.views, this.content, id, clocksOf(query)), 'claim', name);
  }
}
