import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceiptDto } from '../../http/dto/receipt.dto.js';
import type { Command } from '../../domain/commands.js';
import { tagOfThing } from '../../http/entity-tags.js';
import { Names } from '../../http/names.js';
import { Preconditions, type Seen } from '../../http/preconditions.js';
import { Problem } from '../../http/problem.js';
import { Recorder } from '../../http/recorder.js';
import { VIEWS } from '../../http/tokens.js';
import type { AuditEvent, Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { withQuery } from '../links.js';
import { parameter, type Query } from '../load/asked.js';
import { recordOf, recordOfAll, thingLink } from '../load/record.js';
import { Pages } from '../pages.js';
import type { RecordEntry } from '../parts/record.js';
import { Values, type Act, type Desk } from './act.js';
import type { Typed } from './fields.js';
import { FormContent, type FormPage } from './form-page.js';
import { refusalOf, typedIn } from './submitted.js';

interface Asked {
  thing: Ref;
  act: Act;
}

/** Shows the form of an act, takes what it sends, and shows both sides where somebody was quicker. */
@Injectable()
export class ActForms {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
    private readonly recorder: Recorder,
    private readonly preconditions: Preconditions,
    private readonly pages: Pages,
  ) {}

  get desk(): Desk {
    return { views: this.views, names: this.names };
  }

  async show(
    { thing, act }: Asked,
    query: Query,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    this.pages.require(request, act.needs);
    const values: Record<string, string> = {
      ...(await act.initial?.(this.desk, thing)),
      ...this.#state(thing),
    };
    // What the link that led here knows already: the other source of a proposed pair, the event to undo.
    for (const { name } of act.fields(this.desk, thing)) {
      const given = parameter(query, name);
      if (given !== '') values[name] = given;
    }
    this.#send({ thing, act }, { values, problems: {} }, request, reply, 200);
  }

  async take(
    { thing, act }: Asked,
    body: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    this.pages.require(request, act.needs);
    const typed = typedIn(body);
    if (await this.#showMeanwhile({ thing, act }, typed, request, reply)) return;
    try {
      const command = await act.command(this.desk, thing, new Values(typed));
      const receipt = await this.recorder.record(command, request, this.#seen(command, typed, thing));
      // An act on two things stands in the record of one of them: there it can be seen, and taken back.
      leadBack(receipt, thingLink(receipt.thing).href, reply);
    } catch (error) {
      if (error instanceof Problem && error.kind === 'precondition-failed') {
        const others = error.extras.since?.events ?? [];
        if (await this.#showMeanwhile({ thing, act }, typed, request, reply, others)) return;
      }
      const names = new Set(act.fields(this.desk, thing).map(({ name }) => name));
      const refusal = refusalOf(error, typed, names);
      this.#send({ thing, act }, refusal.typed, request, reply, 422, { problem: refusal.problem });
    }
  }

  /** Whether somebody was quicker; then both sides are shown, and she decides. */
  async #showMeanwhile(
    { thing, act }: Asked,
    typed: Record<string, string>,
    request: FastifyRequest,
    reply: FastifyReply,
    /** what was done to another thing, where that is why */
    others: readonly AuditEvent[] = [],
  ): Promise<boolean> {
    const own = await this.meanwhile(thing, typed['revision'], request);
    const meanwhile =
      own.length > 0 ? own : await recordOfAll(this.views, others, this.pages.viewer(request));
    if (meanwhile.length === 0) return false;
    const values = { ...typed, ...this.#state(thing) };
    this.#send({ thing, act }, { values, problems: {} }, request, reply, 409, { meanwhile });
    return true;
  }

  /** What others did to a thing since a form on it was opened. */
  async meanwhile(thing: Ref, seen: string | undefined, request: FastifyRequest): Promise<RecordEntry[]> {
    const now = this.#revision(thing);
    if (seen === undefined || seen === '' || seen === now) return [];
    const record = await recordOf(this.views, thing, this.pages.viewer(request));
    return record.slice(Math.max(0, Number(seen) + 1));
  }

  /** The state that a form was filled in on, as the API's If-Match says it. */
  #seen(command: Command, typed: Readonly<Record<string, string>>, { kind, id }: Ref): Seen {
    const { revision, tag } = typed;
    if (tag !== undefined && 'other' in command && (kind === 'source' || kind === 'claim'))
      return this.preconditions.ofPair({ headers: { 'if-match': `"${tag}"` } }, { kind, id }, command.other);
    return revision !== undefined && /^\d+$/.test(revision)
      ? { expected: { thing: { kind, id }, revisions: [Number(revision)] } }
      : {};
  }

  /** What a form is sent back with, so that it is known on what it was filled in. */
  #state(thing: Ref): { revision: string; tag: string } {
    const detail = this.#detail(thing);
    return { revision: String(detail?.revision ?? ''), tag: detail ? tagOfThing(detail) : '' };
  }

  /** What `meanwhile` compares: how often the thing has changed. */
  #revision(thing: Ref): string {
    return String(this.#detail(thing)?.revision ?? '');
  }

  #detail(thing: Ref): { revision: number } | undefined {
    return thing.kind === 'claim'
      ? this.views.claims.get(thing.id)
      : thing.kind === 'source'
        ? this.views.sources.get(thing.id)
        : thing.kind === 'question'
          ? this.views.questions.get(thing.id)
          : thing.kind === 'incident'
            ? this.views.incidents.get(thing.id)
            : this.views.documents.get(thing.id);
  }

  #send(
    { thing, act }: Asked,
    typed: Typed,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: { problem?: string | null; meanwhile?: RecordEntry[] } = {},
  ): void {
    const about = thingLink(thing);
    const data: FormPage = {
      title: act.title,
      about,
      intro: act.intro,
      action: request.url,
      fields: [
        ...act.fields(this.desk, thing),
        { name: 'revision', label: 'Revision', kind: 'hidden' },
        { name: 'tag', label: 'Tag', kind: 'hidden' },
      ],
      typed,
      problem: more.problem ?? null,
      meanwhile: more.meanwhile ?? [],
      submit: act.submit,
    };
    const head = {
      title: act.title,
      section: 'none' as const,
      crumbs: [{ href: about.href, label: about.label }],
    };
    this.pages.sendForm(request, reply, head, <FormContent data={data} />, status);
  }
}

/** POST, 303, GET: reloading what follows sends nothing again. The page says what came of it. */
export function leadBack(receipt: ReceiptDto, path: string, reply: FastifyReply): void {
  const event = receipt.events[0]?.id;
  const warned = [...new Set(receipt.warnings.map(({ code }) => code))].join(',');
  void reply.redirect(withQuery(path, { done: event ?? 'already', warned }), 303);
}
