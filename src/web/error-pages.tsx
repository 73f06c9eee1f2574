import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemKinds, type ProblemDocument, type ProblemKind } from '../http/problem.js';
import { NoticeContent } from './pages/notice-page.js';
import { Pages } from './pages.js';

/** Where a browser looks at the workspace, a problem document becomes a page that says the same. */
@Injectable()
export class ErrorPages implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly pages: Pages,
  ) {}

  onModuleInit(): void {
    const fastify: FastifyInstance = this.host.httpAdapter.getInstance();
    fastify.addHook('onSend', async (request, reply, payload) =>
      typeof payload === 'string' && wantsPage(request, reply)
        ? this.#page(request, reply, payload)
        : payload,
    );
  }

  #page(request: FastifyRequest, reply: FastifyReply, payload: string): string {
    const problem = JSON.parse(payload) as ProblemDocument;
    const kind = problem.type.split('/').at(-1) as ProblemKind;
    const data = {
      title: problem.title,
      words: problem.detail,
      advice: advices[kind] ?? 'Go back and try again, or begin at the list of incidents.',
      candidates: candidatesOf(request, problem),
      requestId: problem.requestId,
    };
    void reply.type('text/html; charset=utf-8').removeHeader('content-length');
    return this.pages.text(request, { title: data.title, section: 'none' }, <NoticeContent data={data} />);
  }
}

/** What the API advises to those who write programs is of no use to who reads a page. */
const advices: Partial<Record<ProblemKind, string>> = {
  'unknown-route': 'Begin at the list of incidents, or search it for what you look for.',
  'unknown-thing': 'It may have another name: search the list of incidents for a word of it.',
  'ambiguous-name': 'Several things have this name. Choose the one you mean:',
  'not-signed-in': 'Sign in, or sign in again:',
  forbidden: 'Ask an admin of this ledger for the role, or sign in as somebody who has it.',
  'foreign-origin': problemKinds['foreign-origin'].advice,
  'storage-full': problemKinds['storage-full'].advice,
  unavailable: 'Whether it was recorded is uncertain: look at the record before you send it again.',
  internal: problemKinds.internal.advice,
};

function candidatesOf(request: FastifyRequest, problem: ProblemDocument): { href: string; label: string }[] {
  if (problem.type.endsWith('/not-signed-in')) return [{ href: '/sign-in', label: 'Sign in' }];
  const path = request.url.split('?', 1)[0]!;
  const folder = path.slice(0, path.lastIndexOf('/'));
  return (problem.candidates ?? []).map(({ id, name }) => ({ href: `${folder}/${id}`, label: name }));
}

/** What the API describes is answered as it says, whoever asks; a form in a page signs in through one of it. */
const forPrograms = /^\/(?:v1|log|health|metrics)(?:\/|$)|\.json$/;
const isForm = ({ headers }: FastifyRequest): boolean =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

function wantsPage(request: FastifyRequest, reply: FastifyReply): boolean {
  const isProblem = String(reply.getHeader('content-type') ?? '').startsWith('application/problem+json');
  const path = request.url.split('?', 1)[0]!;
  return (
    isProblem &&
    !forPrograms.test(path) &&
    (!path.startsWith('/session') || isForm(request)) &&
    (request.headers.accept ?? '').includes('text/html')
  );
}
