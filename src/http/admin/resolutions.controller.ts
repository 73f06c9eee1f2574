import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lookAt } from '../../composition/look-at.js';
import { previewDecision } from '../../domain/reconcile/decision.js';
import { checkValue, type Value } from '../../domain/value.js';
import type { Seen } from '../../exchange/recorder.js';
import type { Expected } from '../../log/handle.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { foundThen } from '../asked.js';
import { DecisionPreviewDto } from '../dto/change.answers.js';
import { ReasonRequest } from '../dto/incident.requests.js';
import { ResolveQuery } from '../dto/query.dto.js';
import { PreviewResolutionRequest, ResolveQuestionRequest } from '../dto/question.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { Names } from '../names.js';
import { Preconditions, takesAny } from '../preconditions.js';
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
    const opened = this.views.incidentViews.opened(incident.id);
    if (!view || !opened) throw new Problem('unknown-thing', `"${incidentName}" is not there any more`);
    const claims = this.names.ids('claim', body.claims, '/claims');
    const value = this.names.value(body.value, '/value');
    this.check(question.id, value);
    this.checkGrounds(question.id, claims);
    const inDossier = 'source' in value ? { source: this.names.one('source', value.source).name } : value;
    const etag = `"${this.views.incidentViews.digest(view)}"`;
    void reply.header('etag', etag);
    return {
      etag,
      ...previewDecision(opened.dossier, view, question.key, {
        value: inDossier,
        claims: claims.map((claim) => opened.called(claim) ?? claim),
        policy: view.policy,
      }),
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
    const sameView = ({ seen }: Seen) =>
      this.preconditions.sameView(request, incident, {
        digest: seen,
        ...(policy !== undefined && { policy }),
      });
    return this.recorder.record(
      { type: 'ResolveQuestion', question: question.id, value, claims, reason: body.reason, ...look },
      request,
      {
        before: () => sameView(look),
        // Of two who decide on one view the second has not seen the decision of the first.
        ...(!takesAny(request.headers['if-match']) && { expected: this.seenWith(question) }),
        overtaken: async () => {
          await this.views.catchUp();
          await sameView(lookAt(this.views, question.id, policy));
        },
      },
    );
  }

  /** The question as whoever sees the view of now sees it. */
  private seenWith(question: Ref): Expected {
    const { revision } = foundThen(this.views.questions.get(question.id), 'question', question.name);
    return { thing: { kind: 'question', id: question.id }, revisions: [revision] };
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

  /** What the decision itself could not rest on: of that no view can be shown. */
  private checkGrounds(question: string, claims: readonly string[]): void {
    for (const [index, id] of claims.entries()) {
      const claim = foundThen(this.views.claims.get(id), 'claim', id);
      if (!claim.withdrawn && claim.question?.id === question) continue;
      const fault = claim.withdrawn
        ? `claim ${claim.name} was withdrawn`
        : `claim ${claim.name} does not stand under this question`;
      const code = claim.withdrawn ? 'withdrawn' : 'other-question';
      throw new Problem('refused', fault, { code, ...field(`/claims/${index}`, fault) });
    }
  }
}
