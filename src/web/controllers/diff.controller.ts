import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Needs } from '../../http/access/needs.js';
import { VIEWS } from '../../http/tokens.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { Query as Asked } from '../load/asked.js';
import { loadDiff } from '../load/diff.js';
import { DiffContent } from '../pages/diff-page.js';
import { Pages } from '../pages.js';
import { notThen } from './incidents.controller.js';

/** What changed in an incident between two instants. */
@ApiExcludeController()
@Controller()
export class DiffPageController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly pages: Pages,
  ) {}

  @Needs('read')
  @Get(['incidents/:incident/diff', 'incidents/:incident/diff.json'])
  async diff(
    @Param('incident') name: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const incident = this.pages.thing('incident', name);
    const data = await loadDiff(this.views, incident, query, this.pages.viewer(request));
    if (!data) throw notThen('incident', incident.name);
    const crumbs = [{ href: '/', label: 'Incidents' }, data.incident];
    this.pages.send(
      request,
      reply,
      { title: 'What changed', section: 'incidents', crumbs },
      data,
      DiffContent,
    );
  }
}
