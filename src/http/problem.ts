import type { AuditEvent, Ref } from '../read/answers.js';

/**
 * Every kind of error that the server answers with, as RFC 9457 problem types. The key is stable: clients may rely on
 * it. `type` is its path, `/problems/<key>`, where the server explains it.
 */
export const problemKinds = {
  'malformed-json': {
    status: 400,
    title: 'The body is not the JSON that this server takes',
    advice:
      'Send one JSON document in UTF-8: no key twice in one object, none called __proto__, at most 32 levels deep, numbers of at most 15 digits.',
  },
  'invalid-request': {
    status: 400,
    title: 'A part of the request has the wrong form',
    advice: '"errors" names each part (a JSON pointer into the body, or a parameter) and what it should be.',
  },
  'unknown-route': {
    status: 404,
    title: 'There is nothing at this address',
    advice: 'The addresses of this server stand in /openapi.json and, to read, in /docs.',
  },
  'unknown-thing': {
    status: 404,
    title: 'The ledger holds no such thing',
    advice: 'Name a thing by its id, by namespace:key, or by its bare key where only one thing has it.',
  },
  'unknown-reference': {
    status: 422,
    title: 'The request names something that the ledger does not hold',
    advice: 'Enter that thing first, or correct its name; "errors" says where it stands.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    advice: 'The Allow header lists what it takes.',
  },
  'ambiguous-name': {
    status: 409,
    title: 'Several things have this key',
    advice: 'Use one of "candidates" instead: namespace:key or the id.',
  },
  conflict: {
    status: 409,
    title: 'The record already says otherwise',
    advice: 'Read the thing again; the same key with other content never changes anything silently.',
  },
  'precondition-required': {
    status: 428,
    title: 'Say which state of it you have seen',
    advice:
      'Send If-Match with the ETag of what you read (of a decision: of the view). "*" takes the thing as it is, whatever others did.',
  },
  'precondition-failed': {
    status: 412,
    title: 'It has changed since you read it',
    advice:
      '"since" says what was done, by whom, and the ETag of now: look at it, and send the request again with that ETag if it is still right.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    advice: 'A key stands for one request, body and all: choose a new one for each.',
  },
  'request-running': {
    status: 409,
    title: 'The request with this Idempotency-Key is still at work',
    advice: 'Send it again after Retry-After seconds; it is then answered as the first one was.',
  },
  'too-large': {
    status: 413,
    title: 'The request or what it records is too large',
    advice:
      'A body holds at most 256 KiB and an event 65,535 bytes; whole cases go through /v1/admin/imports, copies of pages (32 MiB) through /v1/admin/documents/{document}/captures/content.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has a media type that this address does not take',
    advice: 'Send application/json, or what the detail asks for.',
  },
  'wrong-host': {
    status: 421,
    title: 'This server does not answer to that name',
    advice: 'Use the address that the server printed at start.',
  },
  'not-signed-in': {
    status: 401,
    title: 'Sign in first',
    advice:
      'Send Authorization: Bearer with an API key or a token of the configured issuer, or sign in at /sign-in.',
  },
  forbidden: {
    status: 403,
    title: 'Your roles do not hold the right to this',
    advice: 'GET /session says what you may do; an admin gives and takes roles.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests in too short a time',
    advice: 'Wait as many seconds as Retry-After says, then go on more slowly.',
  },
  'foreign-origin': {
    status: 403,
    title: 'The request comes from a page of another site',
    advice: 'Only pages of this server and programs that send no Origin may use it.',
  },
  refused: {
    status: 422,
    title: 'The rules of entry refuse this',
    advice: '"code" names the rule and "detail" says what to change.',
  },
  'storage-full': {
    status: 507,
    title: 'The disk is full',
    advice: 'Nothing was recorded. Reading goes on; free some space and send the request again.',
  },
  unavailable: {
    status: 503,
    title: 'The ledger cannot be written now',
    advice: 'The outcome may be unknown: send the same request again after Retry-After seconds.',
  },
  stopped: {
    status: 503,
    title: 'The ledger has stopped writing',
    advice:
      'What reached the disk is uncertain, so nothing more is taken in until it is checked and started again.',
  },
  stopping: {
    status: 503,
    title: 'The server is being stopped',
    advice: 'Nothing was done: send the request again after Retry-After seconds, here or to another server.',
  },
  internal: {
    status: 500,
    title: 'The server made a mistake',
    advice: 'Report it with the request id; the cause stands in the server log under that id.',
  },
} as const satisfies Record<string, { status: number; title: string; advice: string }>;
export type ProblemKind = keyof typeof problemKinds;

export const problemPath = (kind: ProblemKind): string => `/problems/${kind}`;

export interface FieldError {
  /** a JSON pointer into the body (RFC 6901), or the name of a parameter */
  field: string;
  message: string;
}
/** What happened between what a client has seen and now. */
export interface SinceThen {
  /** of now */
  etag: string;
  /** of a view: what reads otherwise */
  questions?: { question: string; sentences: string[] }[];
  /** in log order */
  events: (AuditEvent & { question?: Ref | null })[];
  /** further events that are not listed */
  leftOut: number;
}
export interface ProblemExtras {
  /** the rule that refused it, where `kind` is `refused` or `conflict` */
  code?: string;
  errors?: FieldError[];
  candidates?: { id: string; name: string }[];
  since?: SinceThen;
}

/** The body of an error answer: RFC 9457, with the extension members that the kinds above describe. */
export interface ProblemDocument extends ProblemExtras {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  /** names the request in the server's log */
  requestId: string;
}

/** Thrown anywhere at the rim; the filter makes the answer of it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly kind: ProblemKind,
    detail: string,
    readonly extras: ProblemExtras = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  get status(): number {
    return problemKinds[this.kind].status;
  }

  toDocument(instance: string, requestId: string): ProblemDocument {
    const { status, title } = problemKinds[this.kind];
    return {
      type: problemPath(this.kind),
      title,
      status,
      detail: this.message,
      instance,
      requestId,
      ...this.extras,
    };
  }
}

export const field = (name: string, message: string): { errors: FieldError[] } => ({
  errors: [{ field: name, message }],
});
