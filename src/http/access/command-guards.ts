import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import { CommandGuard } from '../../access/command-guard.js';
import { hidingFor } from '../../access/hiding-for.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { ALL_VIEWS } from '../tokens.js';
import { askerOf } from './asking.js';

/** What the commands of a request are held to. */
@Injectable()
export class CommandGuards {
  constructor(
    private readonly access: Access,
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
  ) {}

  of(request: FastifyRequest): CommandGuard {
    const asker = askerOf(request);
    const hiding = hidingFor(asker, this.views.access);
    return new CommandGuard(asker, hiding, this.access.ledgerId);
  }
}
