import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { Config } from '../config.js';
import { Names } from '../http/names.js';
import { Problem } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';
import type { ThingKind } from '../domain/names.js';
import type { Ref } from '../read/answers.js';
import { cookie, cookieNames } from './cookies.js';
import type { Query } from './load/asked.js';
import { outcomeOf } from './outcome.js';
import { page, type PageFrame } from './frame.js';
import { twinOf } from './links.js';
import { Viewers, type Capability, type Viewer } from './viewer.js';

export type Head = Pick<PageFrame, 'title' | 'section' | 'crumbs' | 'live'>;

/** Answers a request with a page, or with the same content as JSON where the address ends in `.json`. */
@Injectable()
export class Pages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly viewers: Viewers,
    private readonly names: Names,
  ) {}

  viewer(request: FastifyRequest): Viewer {
    return this.viewers.of(request);
  }

  /** @throws Problem where this reader may not do that */
  require(request: FastifyRequest, what: Capability): Viewer {
    const viewer = this.viewers.of(request);
    if (!viewer.can(what))
      throw new Problem('forbidden', `this takes the right to ${what}, which your roles do not hold`);
    return viewer;
  }

  /** The thing that a part of an address names, with or without `.json`. @throws Problem `unknown-thing` */
  thing(kind: ThingKind, segment: string): Ref {
    return this.names.one(kind, nameIn(segment));
  }

  /** @throws Problem `unknown-thing` */
  question(incident: Ref, segment: string): Ref {
    return this.names.question(incident, nameIn(segment));
  }

  send<Data>(
    request: FastifyRequest,
    reply: FastifyReply,
    head: Head,
    data: Data,
    Content: (props: { data: Data }) => JSX.Element | null,
  ): void {
    void reply.header('cache-control', 'private, no-cache');
    if (wantsTwin(request)) {
      void reply.type('application/json; charset=utf-8').send(JSON.stringify(data));
      return;
    }
    void reply
      .type('text/html; charset=utf-8')
      .send(page(this.#frame(request, head, twinOf(request.url)), <Content data={data} />));
  }

  /** A form, or what came of one: it has no twin. */
  sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    head: Head,
    content: JSX.Element,
    status = 200,
  ): void {
    void reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page(this.#frame(request, head, null), content));
  }

  /** As text, for answers that are made outside a controller. */
  text(request: FastifyRequest, head: Head, content: JSX.Element): string {
    return page(this.#frame(request, head, null), content);
  }

  #frame(request: FastifyRequest, head: Head, twin: string | null): PageFrame {
    const scheme = cookie(request.headers.cookie, cookieNames.scheme);
    return {
      ...head,
      viewer: this.viewers.of(request),
      demo: this.config.demo,
      twin,
      here: request.method === 'GET' ? request.url : '/',
      scheme: scheme === 'light' || scheme === 'dark' ? scheme : null,
      outcome: outcomeOf(request.query as Query),
    };
  }
}

/** Nothing is there, or nothing for this reader: the two look the same from outside. */
export const nowhere = (): Problem =>
  new Problem('unknown-route', 'there is nothing at this address for you');

const pathIn = (url: string): string => url.split('?', 1)[0]!;
const wantsTwin = (request: FastifyRequest): boolean => pathIn(request.url).endsWith('.json');

/** Without what links.ts put after a name: `.json` for the twin, a dot where the name itself ends in `.json`. */
export function nameIn(segment: string): string {
  const name = segment.endsWith('.json') ? segment.slice(0, -'.json'.length) : segment;
  return name.endsWith('.json.') ? name.slice(0, -1) : name;
}
