import { addressOf, type DescribedOperation, type Query } from '../description.js';

/** A request before it is sent, in parts that can be left out one by one. */
export interface Draft {
  operation: DescribedOperation;
  /** who asks, by the name under which the run knows them */
  who: string;
  path: Record<string, string>;
  query: Query;
  headers: Record<string, string>;
  /** JSON, unless `bytes` says otherwise */
  body?: unknown;
  bytes?: Buffer;
}

export const hasBody = ({ body, bytes }: Draft): boolean => body !== undefined || bytes !== undefined;

const payloadOf = ({ body, bytes }: Draft): Buffer | undefined =>
  bytes ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));

export interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: Buffer;
}

export function toRequest(draft: Draft, authorization: Record<string, string>): Request {
  const payload = payloadOf(draft);
  const typed = Object.keys(draft.headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    method: draft.operation.method.toUpperCase(),
    url: addressOf(draft.operation.path, draft.path, draft.query),
    headers: {
      ...authorization,
      ...(payload && !typed && { 'content-type': 'application/json' }),
      ...draft.headers,
    },
    ...(payload && { payload }),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** As a command that somebody can run against a server with their key in $KEY. */
export function toCurl(draft: Draft): string {
  const { method, url, headers, payload } = toRequest(draft, {});
  const parts = [`curl -i -X ${method} "$LEDGER"${quoted(url)}`];
  if (draft.who !== 'nobody') parts.push('-H "Authorization: Bearer $KEY"');
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (!payload) return parts.join(' \\\n  ');
  const text = payload.toString('utf8');
  if (payload.length < 20_000 && Buffer.from(text).equals(payload) && !text.includes('\0')) {
    return [...parts, `--data-binary ${quoted(text)}`].join(' \\\n  ');
  }
  return `base64 -d <<< ${payload.toString('base64')} | ${[...parts, '--data-binary @-'].join(' \\\n  ')}`;
}

/** The same with one part less, each way; what fails in a smaller request is easier to understand. */
export function* simpler(draft: Draft): Generator<Draft> {
  for (const name of Object.keys(draft.headers)) yield { ...draft, headers: without(draft.headers, name) };
  for (const name of Object.keys(draft.query)) yield { ...draft, query: without(draft.query, name) };
  if (draft.bytes && draft.bytes.length > 1) {
    const half = draft.bytes.length >> 1;
    yield { ...draft, bytes: draft.bytes.subarray(0, half) };
    yield { ...draft, bytes: draft.bytes.subarray(half) };
  }
  for (const body of smaller(draft.body)) yield { ...draft, body };
}

function* smaller(value: unknown): Generator {
  if (typeof value === 'string' && value.length > 1) {
    yield value.slice(0, value.length >> 1);
    yield value.slice(value.length >> 1);
  } else if (Array.isArray(value)) {
    for (let at = 0; at < Math.min(value.length, 20); at++) yield value.toSpliced(at, 1);
    for (const [at, item] of value.slice(0, 20).entries()) {
      for (const less of smaller(item)) yield value.with(at, less);
    }
  } else if (typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>;
    for (const name of Object.keys(fields)) yield without(fields, name);
    for (const [name, field] of Object.entries(fields)) {
      for (const less of smaller(field)) yield { ...fields, [name]: less };
    }
  }
}

function without<Value>(fields: Record<string, Value>, name: string): Record<string, Value> {
  const { [name]: _, ...rest } = fields;
  return rest;
}
