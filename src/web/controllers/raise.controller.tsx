import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceiptDto } from '../../http/dto/receipt.dto.js';
import { Recorder } from '../../http/recorder.js';
import { VIEWS } from '../../http/tokens.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { Values } from '../forms/act.js';
import { leadBack } from '../forms/act-forms.js';
import { nothingTyped, type Field, type Typed } from '../forms/fields.js';
import { RaiseContent, type RaisePage } from '../forms/raise-page.js';
import {
  incidentCommand,
  incidentFields,
  questionCommand,
  questionFields,
  templateConstraints,
  templateQuestions,
  templatesIn,
} from '../forms/raise.js';
import { refusalOf, typedIn } from '../forms/submitted.js';
import type { Template } from '../forms/templates.js';
import { incidentPath } from '../links.js';
import { Pages } from '../pages.js';
import { Needs } from '../../http/access/needs.js';

const opening = {
  title: 'Open an incident',
  intro:
    'A bounded happening that claims are about. Tick what comes up in it, and it is ready for the first claim.',
  submit: 'Open it',
};
const raising = {
  title: 'Raise questions',
  intro:
    'A question makes claims comparable: fired, landed, landed inside are three. Only claims on one question meet.',
  submit: 'Raise them',
};

/** A new incident with its questions, and more questions for one that is there. */
@ApiExcludeController()
@Controller('incidents')
export class RaiseController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly recorder: Recorder,
    private readonly pages: Pages,
  ) {}

  @Needs('record')
  @Get('new')
  openForm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.pages.require(request, 'record');
    this.#send(undefined, nothingTyped, null, request, reply, 200);
  }

  @Needs('record')
  @Post('new')
  async open(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.pages.require(request, 'record');
    const typed = typedIn(body);
    try {
      const values = new Values(typed);
      const chosen = templatesIn(values);
      const receipt = await this.recorder.record(incidentCommand(values), request);
      await this.#addTemplates(receipt.thing.id, chosen, request);
      leadBack(receipt, incidentPath(receipt.thing.name), reply);
    } catch (error) {
      const refusal = refusalOf(error, typed, namesOf(incidentFields));
      this.#send(undefined, refusal.typed, refusal.problem, request, reply, 422);
    }
  }

  @Needs('record')
  @Get(':incident/questions/new')
  raiseForm(
    @Param('incident') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    this.pages.require(request, 'record');
    this.#send(this.pages.thing('incident', name), nothingTyped, null, request, reply, 200);
  }

  @Needs('record')
  @Post(':incident/questions/new')
  async raise(
    @Param('incident') name: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.pages.require(request, 'record');
    const incident = this.pages.thing('incident', name);
    const typed = typedIn(body);
    try {
      const values = new Values(typed);
      const chosen = templatesIn(values);
      const own = questionCommand(values, incident.id);
      let receipt: ReceiptDto | undefined = own && (await this.recorder.record(own, request));
      const added = await this.#addTemplates(incident.id, chosen, request);
      receipt ??= added;
      if (!receipt) {
        this.#send(
          incident,
          { values: typed, problems: {} },
          'Tick a template, or ask a question.',
          request,
          reply,
          422,
        );
        return;
      }
      leadBack(receipt, incidentPath(incident.name), reply);
    } catch (error) {
      const refusal = refusalOf(error, typed, namesOf(questionFields));
      this.#send(incident, refusal.typed, refusal.problem, request, reply, 422);
    }
  }

  /** Questions first, and once all are there, what links them. What is there already stays as it is. */
  async #addTemplates(
    incident: string,
    chosen: Template[],
    request: FastifyRequest,
  ): Promise<ReceiptDto | undefined> {
    let first: ReceiptDto | undefined;
    for (const template of chosen) {
      const present = new Set(this.views.incidents.get(incident)?.questionList.map(({ key }) => key));
      for (const command of templateQuestions(template, incident, present)) {
        const receipt = await this.recorder.record(command, request);
        first ??= receipt;
      }
      const detail = this.views.incidents.get(incident);
      for (const command of detail ? templateConstraints(template, detail) : []) {
        await this.recorder.record(command, request);
      }
    }
    return first;
  }

  #send(
    incident: Ref | undefined,
    typed: Typed,
    problem: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
  ): void {
    const words = incident ? raising : opening;
    const back = incident ? incidentPath(incident.name) : '/';
    const data: RaisePage = {
      ...words,
      action: incident ? `${back}/questions/new` : '/incidents/new',
      back,
      incident: incident ? [] : incidentFields,
      question: incident ? questionFields : [],
      present: incident
        ? (this.views.incidents.get(incident.id)?.questionList.map(({ key }) => key) ?? [])
        : [],
      typed,
      problem,
    };
    const crumbs = [
      { href: '/', label: 'Incidents' },
      ...(incident ? [{ href: back, label: incident.label }] : []),
    ];
    this.pages.sendForm(
      request,
      reply,
      { title: words.title, section: 'incidents', crumbs },
      <RaiseContent data={data} />,
      status,
    );
  }
}

const namesOf = (fields: readonly Field[]): Set<string> => new Set(fields.map(({ name }) => name));
