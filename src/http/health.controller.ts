import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Config } from '../config.js';
import { Integrity } from '../integrity/integrity.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { LiveDto, ReadyDto } from './dto/record.answers.js';
import { LogState } from './log-state.js';
import { Problem } from './problem.js';
import { CONFIG, VIEWS } from './tokens.js';
import { Needs } from './access/needs.js';

/** Views that stay further behind than this make the server unready: its answers would be of yesterday. */
const tolerableLagMs = 10_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Integrity) private readonly integrity: Integrity,
    private readonly log: LogState,
  ) {}

  @Needs('anyone')
  @Get('live')
  @ApiOperation({ operationId: 'live', summary: 'The process answers' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'live' };
  }

  @Needs('anyone')
  @Get('ready')
  @ApiOperation({ operationId: 'ready', summary: 'It answers from current views; 503 while it does not' })
  @ApiOkResponse({ type: ReadyDto })
  ready(): ReadyDto {
    const { fault, ...integrity } = this.integrity.status();
    if (fault !== null) throw new Problem('stopped', `the ledger is read only: ${fault}`);
    if (this.log.stopped) {
      throw new Problem('stopped', 'a write or a sync of the log failed: check its disk, then start again');
    }
    const views = this.views.health();
    if (!views.following || views.lag > tolerableLagMs) {
      throw new Problem(
        'unavailable',
        `the views are ${Math.round(views.lag)} ms behind the log`,
        {},
        { 'retry-after': '1' },
      );
    }
    return { status: 'ready', ledger: this.config.demo ? 'demo' : 'own', views, integrity };
  }
}
