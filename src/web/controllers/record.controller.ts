import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONTENT, VIEWS } from '../../http/tokens.js';
import type { ContentStore } from '../../log/content/content-store.js';
import { Integrity } from '../../integrity/integrity.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { Query as Asked } from '../load/asked.js';
import { loadAudit } from '../load/audit.js';
import { keysOf } from '../load/checkpoints.js';
import { loadClaim } from '../load/claim.js';
import { loadDocument } from '../load/document.js';
import { loadSource, loadSources } from '../load/source.js';
import { AuditContent } from '../pages/audit-page.js';
import { ClaimContent } from '../pages/claim-page.js';
import { DocumentContent } from '../pages/document-page.js';
import { SourceContent, SourcesContent } from '../pages/sources-page.js';
import { newsPath } from '../links.js';
import { Pages } from '../pages.js';
import { notThen } from './incidents.controller.js';
import { Needs } from '../../http/access/needs.js';

/** A claim, the sources, a document, the audit: what the incidents rest on. */
@ApiExcludeController()
@Controller()
export class RecordPagesController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONTENT) private readonly content: ContentStore,
    private readonly integrity: Integrity,
    private readonly pages: Pages,
  ) {}

  @Needs('read')
  @Get('claims/:claim')
  async claim(
    @Param('claim') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const claim = this.pages.thing('claim', name);
    const key = keysOf(this.integrity)[0] ?? '';
    const data = await loadClaim(this.views, this.content, claim, this.pages.viewer(request), key);
    if (!data) throw notThen('claim', claim.name);
    const crumbs = [
      { href: '/', label: 'Incidents' },
      data.incident,
      ...(data.question ? [data.question] : []),
    ];
    this.pages.send(
      request,
      reply,
      {
        title: `Claim ${data.name}`,
        section: 'incidents',
        crumbs,
        live: newsPath({ thing: claim.id }, this.views.position()),
      },
      data,
      ClaimContent,
    );
  }

  @Needs('read')
  @Get(['sources', 'sources.json'])
  sources(@Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const data = loadSources(this.views, query, this.pages.viewer(request));
    this.pages.send(request, reply, { title: 'Sources', section: 'sources' }, data, SourcesContent);
  }

  @Needs('read')
  @Get('sources/:source')
  async source(
    @Param('source') name: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const source = this.pages.thing('source', name);
    const data = await loadSource(this.views, source, query, this.pages.viewer(request));
    if (!data) throw notThen('source', source.name);
    const crumbs = [{ href: '/sources', label: 'Sources' }];
    this.pages.send(request, reply, { title: data.name, section: 'sources', crumbs }, data, SourceContent);
  }

  @Needs('read')
  @Get('documents/:document')
  async document(
    @Param('document') name: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const document = this.pages.thing('document', name);
    const data = await loadDocument(this.views, this.content, document, query, this.pages.viewer(request));
    if (!data) throw notThen('document', document.name);
    const crumbs = [{ href: '/sources', label: 'Sources' }, data.publisher];
    this.pages.send(request, reply, { title: data.title, section: 'sources', crumbs }, data, DocumentContent);
  }

  @Needs('read')
  @Get(['audit', 'audit.json'])
  async audit(
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const data = await loadAudit(this.views, query, this.pages.viewer(request));
    this.pages.send(request, reply, { title: 'Audit', section: 'audit' }, data, AuditContent);
  }
}
