import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { VIEWS } from '../../http/tokens.js';
import { Integrity } from '../../integrity/integrity.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { Query as Asked } from '../load/asked.js';
import { loadCheckpoints } from '../load/checkpoints.js';
import { loadQueue } from '../load/queue.js';
import { CheckpointsContent } from '../pages/checkpoints-page.js';
import { QueueContent } from '../pages/queue-page.js';
import { Pages } from '../pages.js';
import { Needs } from '../../http/access/needs.js';

/** What waits for an editor, and what proves the whole. */
@ApiExcludeController()
@Controller()
export class DeskController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly integrity: Integrity,
    private readonly pages: Pages,
  ) {}

  @Needs('resolve')
  @Get(['queue', 'queue.json'])
  async queue(
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const data = await loadQueue(this.views, query, this.pages.require(request, 'resolve'));
    this.pages.send(request, reply, { title: 'Queue', section: 'queue' }, data, QueueContent);
  }

  @Needs('read')
  @Get(['checkpoints', 'checkpoints.json'])
  async checkpoints(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const data = await loadCheckpoints(this.integrity, this.views);
    this.pages.send(request, reply, { title: 'Proofs', section: 'proofs' }, data, CheckpointsContent);
  }
}
