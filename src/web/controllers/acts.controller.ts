import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONTENT, VIEWS } from '../../http/tokens.js';
import type { ContentStore } from '../../log/content/content-store.js';
import type { ThingKind } from '../../domain/names.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { Act, Acts } from '../forms/act.js';
import { claimActs } from '../forms/claim-acts.js';
import { documentActs } from '../forms/document-acts.js';
import { incidentActs } from '../forms/incident-acts.js';
import { questionActs } from '../forms/question-acts.js';
import { sourceActs } from '../forms/source-acts.js';
import { parameter, type Query as Asked } from '../load/asked.js';
import { ActForms } from '../forms/act-forms.js';
import { nowhere, Pages } from '../pages.js';
import { transcriptionAct } from '../forms/transcription-act.js';
import { undoAct } from '../forms/undo.js';
import { Needs } from '../../http/access/needs.js';

/** One act on one thing, as a form; sending it does the same as the API's call. */
@ApiExcludeController()
@Controller()
export class ActsController {
  readonly #acts: Partial<Record<ThingKind, Acts>>;

  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONTENT) content: ContentStore,
    private readonly pages: Pages,
    private readonly forms: ActForms,
  ) {
    this.#acts = {
      claim: { ...claimActs, transcription: transcriptionAct(content) },
      source: sourceActs,
      incident: incidentActs,
      document: documentActs(content),
    };
  }

  @Needs('record')
  @Get(['claims/:thing/:act', 'sources/:thing/:act', 'incidents/:thing/:act', 'documents/:thing/:act'])
  async form(
    @Param('thing') name: string,
    @Param('act') act: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.show(this.#find(kindIn(request), name, act), query, request, reply);
  }

  @Needs('record')
  @Post(['claims/:thing/:act', 'sources/:thing/:act', 'incidents/:thing/:act', 'documents/:thing/:act'])
  async act(
    @Param('thing') name: string,
    @Param('act') act: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.take(this.#find(kindIn(request), name, act), body, request, reply);
  }

  @Needs('record')
  @Get('incidents/:incident/questions/:question/:act')
  async questionForm(
    @Param('incident') incident: string,
    @Param('question') question: string,
    @Param('act') act: string,
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const thing = this.pages.question(this.pages.thing('incident', incident), question);
    await this.forms.show({ thing, act: found(questionActs, act) }, query, request, reply);
  }

  @Needs('record')
  @Post('incidents/:incident/questions/:question/:act')
  async questionAct(
    @Param('incident') incident: string,
    @Param('question') question: string,
    @Param('act') act: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const thing = this.pages.question(this.pages.thing('incident', incident), question);
    await this.forms.take({ thing, act: found(questionActs, act) }, body, request, reply);
  }

  @Needs('resolve')
  @Get('undo')
  async undoForm(
    @Query() query: Asked,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.show({ thing: this.#undone(query), act: undoAct }, query, request, reply);
  }

  @Needs('resolve')
  @Post('undo')
  async undo(
    @Query() query: Asked,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.take({ thing: this.#undone(query), act: undoAct }, body, request, reply);
  }

  #undone(query: Asked): Ref {
    const thing = this.views.names.ref(parameter(query, 'thing'));
    if (!thing) throw nowhere();
    return thing;
  }

  #find(kind: ThingKind, name: string, act: string): { thing: Ref; act: Act } {
    return { act: found(this.#acts[kind] ?? {}, act), thing: this.pages.thing(kind, name) };
  }
}

function found(acts: Acts, name: string): Act {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act) throw nowhere();
  return act;
}

const kinds: Record<string, ThingKind> = {
  claims: 'claim',
  sources: 'source',
  incidents: 'incident',
  documents: 'document',
};

function kindIn(request: FastifyRequest): ThingKind {
  const kind = kinds[request.url.split('/', 2)[1]!];
  if (!kind) throw nowhere();
  return kind;
}
