import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../access/asker.js';
import type { Command } from '../domain/commands.js';
import type { Rejection } from '../domain/decider.js';
import { Ledger, type Accepted, type Expected } from '../log/handle.js';
import type { Ref } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import type { ReceiptDto } from './dto/receipt.dto.js';
import { askerOf } from './access/asking.js';
import { CommandGuards } from './access/command-guards.js';
import { Idempotency, type Keyed } from './idempotency.js';
import { Preconditions, type Seen } from './preconditions.js';
import { field, Problem } from './problem.js';
import { VIEWS } from './tokens.js';

/** A writer reads its own writes: so long the answer waits for the views to have reached the act. */
const viewsWaitMs = 5_000;

export interface RecordOptions extends Seen {
  /** what the request says, where its body is not it: what a stream held */
  body?: unknown;
}

/** Takes a command from a request to the ledger and answers with a receipt. */
@Injectable()
export class Recorder {
  constructor(
    private readonly ledger: Ledger,
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly guards: CommandGuards,
    private readonly idempotency: Idempotency,
    private readonly preconditions: Preconditions,
  ) {}

  /**
   * @throws Problem `refused` or `conflict`, as the rules of entry have it; `forbidden`: what a form or an undoing comes
   * to may take more than its route; `precondition-failed`; what `Idempotency.once` throws
   */
  record(command: Command, request: FastifyRequest, options: RecordOptions = {}): Promise<ReceiptDto> {
    return this.idempotency.once(
      request,
      (keyed) => this.recordOnce(command, request, options, keyed),
      options.body,
    );
  }

  /**
   * Changes what stands: whoever asks says which state of the thing they have seen.
   * @throws Problem as `record`, and `precondition-required`
   */
  change(command: Command, thing: Expected['thing'], request: FastifyRequest): Promise<ReceiptDto> {
    return this.record(command, request, { expected: this.preconditions.required(request, thing) });
  }

  /**
   * Judges two things: whoever asks says which state of the first they have seen.
   * @throws Problem as `change`
   */
  judge(
    command: Command,
    thing: Parameters<Preconditions['ofPair']>[1],
    other: string,
    request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.record(command, request, this.preconditions.ofPair(request, thing, other));
  }

  /**
   * Adds to a thing, which makes sense whatever others added meanwhile; If-Match is heeded where it is sent.
   * @throws Problem as `record`
   */
  add(command: Command, thing: Expected['thing'], request: FastifyRequest): Promise<ReceiptDto> {
    return this.record(command, request, { expected: this.preconditions.optional(request, thing) });
  }

  private async recordOnce(
    command: Command,
    request: FastifyRequest,
    { expected, before, overtaken }: RecordOptions,
    keyed: Keyed | undefined,
  ): Promise<ReceiptDto> {
    const refused = this.guards.of(request).refusal(command);
    if (refused)
      throw refused.code === 'forbidden' ? new Problem('forbidden', refused.message) : refusal(refused);
    if (before && !keyed?.repeated) await before();
    const outcome = await this.ledger.handle(command, {
      actor: actorOf(askerOf(request)),
      correlation: request.id,
      causation: request.id,
      ...(keyed && { key: keyed.key }),
      ...(expected && { expected }),
    });
    if (!outcome.accepted) {
      const { rejection } = outcome;
      if (!expected || rejection.code !== 'stale') throw refusal(rejection);
      await overtaken?.();
      throw await this.preconditions.failed(expected, rejection.message);
    }
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
