import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.js';
import { Recorder } from '../../http/recorder.js';
import { VIEWS } from '../../http/tokens.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { BadField } from '../forms/act.js';
import { ActForms, leadBack } from '../forms/act-forms.js';
import { nothingTyped, type Typed } from '../forms/fields.js';
import { ResolveContent, type ResolvePage } from '../forms/resolve-page.js';
import {
  arrivedSince,
  claimIds,
  decisionIn,
  openBench,
  previewOf,
  resolvePage,
  type Bench,
} from '../forms/resolve.js';
import { refusalOf, typedIn } from '../forms/submitted.js';
import { typedValue } from '../forms/value-fields.js';
import { nowhere, Pages } from '../pages.js';
import { Needs } from '../../http/access/needs.js';

/** Deciding a question: with a preview, a reason, and a look at what arrived meanwhile. */
@ApiExcludeController()
@Controller('incidents/:incident/questions/:question/resolve')
export class ResolveController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly forms: ActForms,
    private readonly recorder: Recorder,
    private readonly pages: Pages,
  ) {}

  @Needs('resolve')
  @Get()
  show(
    @Param('incident') incident: string,
    @Param('question') question: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    this.pages.require(request, 'resolve');
    const { bench } = this.#open(incident, question);
    const { resolution } = bench.detail;
    const typed: Typed = resolution
      ? {
          values: {
            ...typedValue(resolution.value),
            claims: resolution.claims.map(({ id, name }) => bench.names.called(id) ?? name).join('\n'),
          },
          problems: {},
        }
      : nothingTyped;
    this.#send(bench, typed, request, reply, 200);
  }

  @Needs('resolve')
  @Post()
  async take(
    @Param('incident') incident: string,
    @Param('question') question: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.pages.require(request, 'resolve');
    const typed = typedIn(body);
    const { bench, thing } = this.#open(incident, question);
    try {
      const { value, claims, reason } = decisionIn(this.forms.desk, bench, typed);
      if (!value) throw new BadField('value' in typed ? 'value' : 'number', 'The answer is missing');
      const arrived = arrivedSince(bench, typed);
      const preview = previewOf(bench, value, claims, (id) => this.views.names.ref(id)?.name ?? id);
      if (typed['step'] === 'preview' || arrived) {
        this.#send(bench, { values: typed, problems: {} }, request, reply, arrived ? 409 : 200, {
          preview,
          arrived,
        });
        return;
      }
      if (reason === '') throw new BadField('reason', 'A reason in a sentence is missing');
      const receipt = await this.recorder.record(
        {
          type: 'ResolveQuestion',
          question: thing.id,
          value,
          claims: claimIds(this.forms.desk, bench, claims),
          stood: claimIds(this.forms.desk, bench, bench.stood),
          method: bench.opened.view.method,
          seen: bench.digest,
          reason,
        },
        request,
        { expected: { thing, revisions: [bench.detail.revision] } },
      );
      leadBack(receipt, resolvePage(this.forms.desk, bench, nothingTyped).back, reply);
    } catch (error) {
      if (error instanceof Problem && error.kind === 'precondition-failed') {
        const now = this.#open(incident, question).bench;
        const arrived = arrivedSince(now, typed);
        const problem = arrived ? null : error.message;
        this.#send(now, { values: typed, problems: {} }, request, reply, 409, { problem, arrived });
        return;
      }
      const fields = new Set(['value', 'number', 'low', 'high', 'literal', 'claims', 'reason']);
      const refusal = refusalOf(error, typed, fields);
      this.#send(bench, refusal.typed, request, reply, 422, { problem: refusal.problem });
    }
  }

  #open(incidentName: string, questionName: string): { bench: Bench; thing: Ref } {
    const incident = this.pages.thing('incident', incidentName);
    const thing = this.pages.question(incident, questionName);
    const bench = openBench(this.forms.desk, incident, thing);
    if (!bench) throw nowhere();
    return { bench, thing };
  }

  #send(
    bench: Bench,
    typed: Typed,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Partial<Pick<ResolvePage, 'problem' | 'preview' | 'arrived'>> = {},
  ): void {
    const data = resolvePage(this.forms.desk, bench, typed, more);
    const head = {
      title: 'Decide a question',
      section: 'incidents' as const,
      crumbs: [
        { href: '/', label: 'Incidents' },
        { href: data.back, label: bench.question.ask },
      ],
    };
    this.pages.sendForm(request, reply, head, <ResolveContent data={data} />, status);
  }
}
