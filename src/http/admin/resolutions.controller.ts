import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lookAt } from '../../composition/look-at.js';
import { previewDecision } from '../../domain/reconcile/decision.js';
import { checkValue, type Value } from '../../domain/value.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { foundThen } from '../asked.js';
import { DecisionPreviewDto } from '../dto/change.answers.js';
import { ReasonRequest } from '../dto/incident.requests.js';
import { ResolveQuery } from '../dto/query.dto.js';
import { PreviewResolutionRequest, ResolveQuestionRequest } from '../dto/question.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { Names } from '../names.js';
import { Preconditions } from '../preconditions.js';
import { field, Problem } from '../problem.js';
import { Recorder } from '../recorder.js';
import { VIEWS } from '../tokens.js';
import { Changed } from './receipts.js';
import { Needs } from '../access/needs.js';

/** Deciding a question: on the view that the editor has seen, after a look at what it would change. */
@ApiTags('changing questions')
@Controller('v1/admin/incidents/:incident/questions/:question')
export class ResolutionsController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly recorder: Recorder,
    private readonly preconditions: Preconditions,
    private readonly names: Names,
  ) {}

  @Needs('resolve')
  @Post('resolve/preview')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewResolution',
    summary: 'What deciding a question would change; records nothing',
  })
  @ApiOkResponse({ type: DecisionPreviewDto })
  preview(
    @Param('incident') incidentName: string,
    @Param('question') name: string,
    @Query() query: ResolveQuery,
    @Body() body: PreviewResolutionRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): DecisionPreviewDto {
    const incident = this.names.one('incident', incidentName);
    const question = this.names.question(incident, name);
    const view = this.views.incidentViews.view(incident.id, query);
    const dossier = this.views.incidentViews.dossier(incident.id);
    if (!view || !dossier) throw new Problem('unknown-thing', `"${incidentName}" is not there any more`);
    const claims = body.claims.map((claim, index) => this.names.one('claim', claim, `/claims/${index}`).name);
    const value = this.names.value(body.value, '/value');
    this.check(question.id, value);
    const inDossier = 'source' in value ? { source: this.names.one('source', value.source).name } : value;
    const etag = `"${this.views.incidentViews.digest(view)}"`;
    void reply.header('etag', etag);
    return {
      etag,
      ...previewDecision(dossier, view, question.key, { value: inDossier, claims, policy: view.policy }),
    };
  }

  @Needs('resolve')
  @Post('resolve')
  @ApiOperation({
    operationId: 'resolveQuestion',
    summary: 'Decide a question: the answer, what it rests on, and why',
  })
  @Changed('ETag of the view of the incident, as you decide on it')
  async resolve(
    @Param('incident') incidentName: string,
    @Param('question') name: string,
    @Query() { policy }: ResolveQuery,
    @Body() body: ResolveQuestionRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const incident = this.names.one('incident', incidentName);
    const question = this.names.question(incident, name);
    const value = this.names.value(body.value, '/value');
    const claims = this.names.ids('claim', body.claims, '/claims');
    await this.views.catchUp();
    const look = lookAt(this.views, question.id, policy);
    return this.recorder.record(
      { type: 'ResolveQuestion', question: question.id, value, claims, reason: body.reason, ...look },
      request,
      {
        before: () =>
          this.preconditions.sameView(request, incident, {
            digest: look.seen,
            ...(policy !== undefined && { policy }),
          }),
      },
    );
  }

  @Needs('resolve')
  @Post('reopen')
  @ApiOperation({ operationId: 'reopenQuestion', summary: 'Take the decision on a question back' })
  @Changed()
  reopen(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Body() body: ReasonRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const question = this.names.question(this.names.one('incident', incident), name).id;
    return this.recorder.change(
      { type: 'ReopenQuestion', question, reason: body.reason },
      { kind: 'question', id: question },
      request,
    );
  }

  /** As the decision itself would be refused (R2): what its type does not take has no place in a view. */
  private check(question: string, value: Value): void {
    const { type, categories } = foundThen(this.views.questions.get(question), 'question', question);
    const fault = checkValue(type, value, categories);
    if (fault !== undefined)
      throw new Problem('refused', `value: ${fault}`, { code: 'bad-value', ...field('/value', fault) });
  }
}
