import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { ReceiptDto } from '../../http/dto/receipt.dto.js';
import { Names } from '../../http/names.js';
import { Recorder } from '../../http/recorder.js';
import { CONTENT, VIEWS } from '../../http/tokens.js';
import type { ContentStore } from '../../log/content/content-store.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { BadField, Values, type Desk } from '../forms/act.js';
import { leadBack } from '../forms/act-forms.js';
import { claimFields, fieldNames } from '../forms/claim-form.js';
import { ClaimFormContent, type ClaimFormPage } from '../forms/claim-form-page.js';
import { AskForSources, questionIn, recordClaim } from '../forms/claim-record.js';
import { ChooseIncidentContent } from '../forms/choose-incident.js';
import type { Typed } from '../forms/fields.js';
import type { UnknownSource } from '../forms/source-picker.js';
import { refusalOf, typedIn } from '../forms/submitted.js';
import { claimPath, incidentPath, withQuery } from '../links.js';
import { parameter, type Query as Asked } from '../load/asked.js';
import { Pages } from '../pages.js';
import { Needs } from '../../http/access/needs.js';

/** Recording a claim: what is missing for it is made in place, and nothing that was typed is lost on the way. */
@ApiExcludeController()
@Controller('claims/new')
export class RecordClaimController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONTENT) private readonly content: ContentStore,
    private readonly names: Names,
    private readonly recorder: Recorder,
    private readonly pages: Pages,
  ) {}

  @Needs('record')
  @Get()
  form(@Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.pages.require(request, 'record');
    const name = parameter(query, 'incident');
    if (name === '') {
      this.#choose(query, request, reply);
      return;
    }
    const responds = parameter(query, 'responds');
    const values = {
      question: parameter(query, 'question'),
      document: parameter(query, 'document'),
      ...(responds !== '' && { responds, stance: 'denies' }),
      once: `c-${randomBytes(6).toString('hex')}`,
    };
    this.#send(this.names.one('incident', name), { values, problems: {} }, request, reply, 200);
  }

  @Needs('record')
  @Post()
  async record(
    @Query() query: Asked,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.pages.require(request, 'record');
    const incident = this.names.one('incident', parameter(query, 'incident'));
    const typed = typedIn(body);
    if (typed['step'] === 'refresh') {
      this.#send(incident, { values: typed, problems: {} }, request, reply, 200);
      return;
    }
    let last: ReceiptDto | undefined;
    const carry = async (command: Parameters<Recorder['record']>[0]): Promise<Ref> => {
      last = await this.recorder.record(command, request);
      return last.thing;
    };
    try {
      await recordClaim(this.#desk, this.content, incident, new Values(typed), carry);
      leadBack(last!, claimPath(last!.thing.name), reply);
    } catch (error) {
      if (error instanceof AskForSources) {
        const { unknown } = error.picker;
        this.#send(incident, { values: typed, problems: {} }, request, reply, 422, { unknown });
        return;
      }
      const fields = fieldNames(claimFields(this.#desk, incident, undefined));
      for (const name of ['value', 'number', 'low', 'high', 'literal']) fields.add(name);
      const refusal = refusalOf(error, typed, fields);
      this.#send(incident, refusal.typed, request, reply, 422, { problem: refusal.problem });
    }
  }

  get #desk(): Desk {
    return { views: this.views, names: this.names };
  }

  /** A claim is about something that happened: which is asked first. */
  #choose(query: Asked, request: FastifyRequest, reply: FastifyReply): void {
    const text = parameter(query, 'text', 200);
    const found = this.views.incidents.list(text === '' ? {} : { text }, undefined, { limit: 50 });
    const document = parameter(query, 'document');
    const incidents = found.items.map((incident) => ({
      href: withQuery('/claims/new', { incident: incident.name, document }),
      label: incident.title,
    }));
    const head = { title: 'Record a claim', section: 'incidents' as const };
    this.pages.sendForm(request, reply, head, <ChooseIncidentContent data={{ text, document, incidents }} />);
  }

  #send(
    incident: Ref,
    typed: Typed,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: { problem?: string | null; unknown?: UnknownSource[] } = {},
  ): void {
    const answerable = this.#answerable(incident, typed);
    const back = { href: incidentPath(incident.name), label: incident.label || incident.name };
    const data: ClaimFormPage = {
      action: withQuery('/claims/new', { incident: incident.name }),
      back,
      fields: claimFields(this.#desk, incident, answerable),
      ask:
        answerable && 'ask' in answerable
          ? String(answerable.ask)
          : answerable
            ? typed.values['new-ask']!
            : null,
      unknown: more.unknown ?? [],
      typed,
      problem: more.problem ?? null,
    };
    const head = {
      title: 'Record a claim',
      section: 'incidents' as const,
      crumbs: [{ href: '/', label: 'Incidents' }, back],
    };
    this.pages.sendForm(request, reply, head, <ClaimFormContent data={data} />, status);
  }

  #answerable(incident: Ref, typed: Typed) {
    try {
      const question = questionIn(this.#desk, incident, new Values(typed.values));
      return question.is === 'there'
        ? question.detail
        : question.is === 'new'
          ? question.answerable
          : undefined;
    } catch (error) {
      if (error instanceof BadField) return undefined;
      throw error;
    }
  }
}
