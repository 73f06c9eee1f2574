import {
  applyDecorators,
  Inject,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { map, type Observable } from 'rxjs';
import type { StoredIncidentView } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { VIEWS } from './tokens.js';

/** Of a view it is the digest, which leaves out `position`: what has not changed is not sent again. */
@Injectable()
class ViewTag implements NestInterceptor {
  constructor(@Inject(VIEWS) private readonly views: LedgerViews) {}

  intercept(context: ExecutionContext, next: CallHandler<StoredIncidentView>): Observable<unknown> {
    return tagged(context, next, (view) => this.views.incidentViews.digest(view));
  }
}

/**
 * Of a thing: the revision of its stream, and a hash of what is answered, since what stands in other streams (who it is
 * the same as, what was said in it) changes that too, and so does who asks.
 */
@Injectable()
class ThingTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<{ revision: number }>): Observable<unknown> {
    return tagged(context, next, tagOfThing);
  }
}

/** Without the quotes. */
export function tagOfThing(thing: { revision: number }): string {
  return `${thing.revision}-${hashOf(JSON.stringify(thing))}`;
}

/** 132 bits of SHA-256, base64url. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Of what is worked out of the record: a hash of it without positions, which rise by what does not bear on it. */
@Injectable()
class AnswerTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<unknown> {
    return tagged(context, next, (answer) => {
      const rest = JSON.stringify(answer, (name, value: unknown) =>
        name === 'position' ? undefined : value,
      );
      return hashOf(rest);
    });
  }
}

const conditional = (tag: typeof ViewTag | typeof ThingTag | typeof AnswerTag): MethodDecorator =>
  applyDecorators(
    UseInterceptors(tag),
    ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of an answer that is at hand' }),
    ApiResponse({ status: 304, description: 'That answer still holds' }),
  );

/** `ETag` and `If-None-Match` (RFC 9110, 8.8.3 and 13.1.2) for a view, a thing with a revision, or what is worked out. */
export const TaggedView = (): MethodDecorator => conditional(ViewTag);
export const TaggedThing = (): MethodDecorator => conditional(ThingTag);
export const TaggedAnswer = (): MethodDecorator => conditional(AnswerTag);

function tagged<Answer>(
  context: ExecutionContext,
  next: CallHandler<Answer>,
  tagOf: (answer: Answer) => string,
): Observable<Answer | undefined> {
  const http = context.switchToHttp();
  const reply = http.getResponse<FastifyReply>();
  const asked = http.getRequest<FastifyRequest>().headers['if-none-match'];
  return next.handle().pipe(
    map((answer) => {
      const tag = `"${tagOf(answer)}"`;
      void reply.header('etag', tag);
      if (asked === undefined || !names(asked, tag)) return answer;
      void reply.code(304);
      return undefined;
    }),
  );
}

/** By weak comparison: what compresses on the way may have made the tag weak. */
const names = (asked: string, tag: string): boolean =>
  asked.trim() === '*' || asked.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
