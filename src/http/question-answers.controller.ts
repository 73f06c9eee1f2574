import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { explainAnswer, matrixAnswer } from '../read/asked-question.js';
import { independenceAnswer } from '../read/independence-answer.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { Needs } from './access/needs.js';
import { clocksOf, foundThen, pageOf } from './asked.js';
import { IndependenceDto } from './dto/independence.answers.js';
import { ClocksQuery, PageQuery } from './dto/query.dto.js';
import { ExplainDto, MatrixDto } from './dto/question.answers.js';
import { TaggedAnswer } from './entity-tags.js';
import { Names } from './names.js';
import { VIEWS } from './tokens.js';

/** What a fact-checker asks of one question, at the two clocks. */
@ApiTags('questions')
@Controller('v1/incidents/:incident/questions/:question')
export class QuestionAnswersController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get('matrix')
  @TaggedAnswer()
  @ApiOperation({
    operationId: 'questionMatrix',
    summary: 'Who says what: speakers by values, conflicts first',
  })
  @ApiOkResponse({ type: MatrixDto })
  matrix(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Query() query: ClocksQuery,
  ): MatrixDto {
    return foundThen(matrixAnswer(this.views, this.#id(incident, name), clocksOf(query)), 'question', name);
  }

  @Needs('read')
  @Get('independence')
  @TaggedAnswer()
  @ApiOperation({
    operationId: 'questionIndependence',
    summary: '"6 outlets, 2 origins": who goes back to whom, by which rule and which events',
  })
  @ApiOkResponse({ type: IndependenceDto })
  async independence(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Query() query: ClocksQuery,
  ): Promise<IndependenceDto> {
    const answer = await independenceAnswer(this.views, this.#id(incident, name), clocksOf(query));
    return foundThen(answer, 'question', name);
  }

  @Needs('read')
  @Get('explain')
  @TaggedAnswer()
  @ApiOperation({
    operationId: 'explainQuestion',
    summary: 'Why each claim is where it is, and what each policy answers, side by side',
  })
  @ApiOkResponse({ type: ExplainDto })
  explain(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Query() query: PageQuery,
  ): ExplainDto {
    const answer = explainAnswer(this.views, this.#id(incident, name), clocksOf(query), pageOf(query));
    return foundThen(answer, 'question', name);
  }

  #id(incident: string, question: string): string {
    return this.names.question(this.names.one('incident', incident), question).id;
  }
}
