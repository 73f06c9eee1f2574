import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../access/asker.js';
import type { Command } from '../domain/commands.js';
import type { Rejection } from '../domain/decider.js';
import { Ledger, type Accepted } from '../log/handle.js';
import type { Ref } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import type { ReceiptDto } from './dto/receipt.dto.js';
import { askerOf } from './access/asking.js';
import { CommandGuards } from './access/command-guards.js';
import { field, Problem } from './problem.js';
import { VIEWS } from './tokens.js';

/** A writer reads its own writes: so long the answer waits for the views to have reached the act. */
const viewsWaitMs = 5_000;

/** Takes a command from a request to the ledger and answers with a receipt. */
@Injectable()
export class Recorder {
  constructor(
    private readonly ledger: Ledger,
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly guards: CommandGuards,
  ) {}

  /**
   * @throws Problem `refused` or `conflict`, as the rules of entry have it; `forbidden`: what a form or an undoing comes
   * to may take more than its route
   */
  async record(command: Command, request: FastifyRequest): Promise<ReceiptDto> {
    const refused = this.guards.of(request).refusal(command);
    if (refused)
      throw refused.code === 'forbidden' ? new Problem('forbidden', refused.message) : refusal(refused);
    const outcome = await this.ledger.handle(command, {
      actor: actorOf(askerOf(request)),
      correlation: request.id,
      causation: request.id,
    });
    if (!outcome.accepted) throw refusal(outcome.rejection);
    await this.views.waitFor(outcome.position, viewsWaitMs);
    return this.receipt(outcome);
  }

  /** Makes a thing: 201 and where it is, or 200 where the very same thing was there. */
  async create(
    command: Command,
    request: FastifyRequest,
    reply: FastifyReply,
    pathOf: (thing: Ref) => string,
  ): Promise<ReceiptDto> {
    const receipt = await this.record(command, request);
    void reply.code(receipt.changed ? 201 : 200).header('location', pathOf(receipt.thing));
    return receipt;
  }

  private receipt(outcome: Accepted): ReceiptDto {
    const thing = this.views.names.ref(outcome.id);
    if (!thing) {
      throw new Problem(
        'unavailable',
        `recorded at position ${outcome.position}, but the views have not reached it yet: read it in a moment`,
        {},
        { 'retry-after': '1' },
      );
    }
    return {
      thing,
      changed: outcome.events.length > 0,
      events: outcome.events.map(({ envelope }) => ({ id: envelope.id, type: envelope.type })),
      revision: outcome.revision,
      position: outcome.position,
      warnings: outcome.warnings,
    };
  }
}

/** Content that differs from what is recorded, or an act that the present state does not allow, is a conflict. */
const conflicts = new Set(['other-content', 'exists-otherwise']);

function refusal({ code, message, field: where }: Rejection): Problem {
  const kind = conflicts.has(code) ? 'conflict' : 'refused';
  return new Problem(kind, message, { code, ...(where !== undefined && field(pointer(where), message)) });
}

/** The domain says `citation.exact` or `chain[2]`, the body of a request has `/citation/exact` and `/chain/2`. */
const pointer = (where: string): string => `/${where.replaceAll(/\[(\d+)\]/g, '/$1').replaceAll('.', '/')}`;
