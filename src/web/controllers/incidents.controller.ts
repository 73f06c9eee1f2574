import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.js';
import { VIEWS } from '../../http/tokens.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { cookie, cookieNames, setCookie } from '../cookies.js';
import { incidentPath, newsPath } from '../links.js';
import { askedView, type AskedView, type Query as Asked } from '../load/asked.js';
import { loadIncident } from '../load/incident.js';
import { loadIncidents } from '../load/incidents.js';
import { loadQuestion } from '../load/question.js';
import { IncidentContent } from '../pages/incident-page.js';
import { IncidentsContent } from '../pages/incidents-page.js';
import { QuestionContent } from '../pages/question-page.js';
import { Pages } from '../pages.js';
import { Needs } from '../../http/access/needs.js';

/** The list of incidents, an incident, a question: what a reader looks at. */
@ApiExcludeController()
@Controller()
export class IncidentPagesController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly pages: Pages,
  ) {}

  @Needs('read')
  @Get(['/', 'incidents', 'incidents.json'])
  async list(
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const seen = cookie(request.headers.cookie, cookieNames.seen);
    const data = await loadIncidents(this.views, query, this.pages.viewer(request), seen);
    if (data.lastLook === null)
      void reply.header('set-cookie', setCookie(cookieNames.seen, new Date().toISOString()));
    this.pages.send(request, reply, { title: 'Incidents', section: 'incidents' }, data, IncidentsContent);
  }

  @Needs('read')
  @Get('incidents/:incident')
  async incident(
    @Param('incident') name: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const incident = this.pages.thing('incident', name);
    const asked = askedView(query);
    const data = await loadIncident(this.views, incident, asked, this.pages.viewer(request));
    if (!data) throw notThen('incident', incident.name);
    this.pages.send(
      request,
      reply,
      {
        title: data.view.title,
        section: 'incidents',
        crumbs: [{ href: '/', label: 'Incidents' }],
        live: this.#news(incident, asked),
      },
      data,
      IncidentContent,
    );
  }

  @Needs('read')
  @Get('incidents/:incident/questions/:question')
  async question(
    @Param('incident') name: string,
    @Param('question') key: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const incident = this.pages.thing('incident', name);
    const question = this.pages.question(incident, key);
    const asked = askedView(query);
    const address = `${request.protocol}://${request.host}`;
    const data = await loadQuestion(
      this.views,
      { incident, question },
      asked,
      query,
      this.pages.viewer(request),
      address,
    );
    if (!data) throw notThen('question', question.name);
    this.pages.send(
      request,
      reply,
      {
        title: data.panel.question.ask,
        section: 'incidents',
        crumbs: [
          { href: '/', label: 'Incidents' },
          { href: incidentPath(incident.name), label: incident.label || incident.name },
        ],
        live: this.#news(incident, asked),
      },
      data,
      QuestionContent,
    );
  }

  /** What is shown as of an instant does not change. */
  #news(incident: Ref, { publicAt, knownAt }: AskedView): string | null {
    return publicAt === null && knownAt === null
      ? newsPath({ incident: incident.id }, this.views.position())
      : null;
  }
}

/** A thing that is there now need not have been in the record at that instant. */
export const notThen = (kind: string, name: string): Problem =>
  new Problem(
    'unknown-thing',
    `the ${kind} “${name}” was not in the record then: show it as of now, or of a later instant`,
  );
