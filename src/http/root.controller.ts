import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Config } from '../config.js';
import { One, OptionalText, Text } from './dto/out.js';
import { apiVersion } from './openapi.js';
import { CONFIG } from './tokens.js';
import { Needs } from './access/needs.js';

export class RootDto {
  @Text({ example: 'Incident Ledger' })
  name!: string;

  @Text()
  version!: string;

  @One(['demo', 'own'])
  ledger!: 'demo' | 'own';

  @OptionalText({ description: 'Says so where this is the demo ledger' })
  note?: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Where to go on' })
  links!: Record<string, string>;
}

@ApiTags('start')
@Controller('v1')
export class RootController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Needs('anyone')
  @Get()
  @ApiOperation({ operationId: 'start', summary: 'What this is and where to go on' })
  @ApiOkResponse({ type: RootDto })
  start(): RootDto {
    return {
      name: 'Incident Ledger',
      version: apiVersion,
      ledger: this.config.demo ? 'demo' : 'own',
      ...(this.config.demo && { note: demoNote }),
      links: {
        incidents: '/v1/incidents',
        sources: '/v1/sources',
        documents: '/v1/documents',
        claims: '/v1/claims',
        search: '/v1/search?q=',
        audit: '/v1/audit',
        health: '/health/ready',
        description: '/openapi.json',
        docs: '/docs',
        problems: '/problems',
      },
    };
  }
}

export const demoNote =
  'This is the demo ledger: the founding case, in a folder of its own, to try things out. ' +
  'Set LEDGER_DATA_DIR to open a ledger of your own.';
