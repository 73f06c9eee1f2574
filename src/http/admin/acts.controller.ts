import { Body, Controller, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { LedgerViews } from '../../read/ledger-views.js';
import { ReasonRequest } from '../dto/incident.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { Problem } from '../problem.js';
import { Recorder } from '../recorder.js';
import { VIEWS } from '../tokens.js';
import { Recorded } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('undoing')
@Controller('v1/admin/acts')
export class AdminActsController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly recorder: Recorder,
  ) {}

  @Needs('resolve')
  @Post(':position/undo')
  @ApiOperation({
    operationId: 'undoAct',
    summary: 'Take an act back: the one at this position of the log; both stay in the record',
  })
  @Recorded()
  async undo(
    @Param('position') position: string,
    @Body() body: ReasonRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const act = await this.views.audit.event(position);
    if (!act?.thing) throw new Problem('unknown-thing', `there is no act at position ${position}`);
    const { kind, id } = act.thing;
    return this.recorder.add(
      { type: 'UndoAct', thing: { kind, id }, event: act.id, reason: body.reason },
      { kind, id },
      request,
    );
  }
}
