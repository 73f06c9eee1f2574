import type { OpenAPIObject } from '@nestjs/swagger';
import { readdirSync, readFileSync } from 'node:fs';
import type { ProblemDocument, ProblemKind } from '../problem.js';
import {
  bodiesOf,
  contentOf,
  operationsOf,
  parametersOf,
  type MediaType,
  type Operation,
} from './operations.js';

/**
 * A request with what the server answered. They are recorded by a test that asks a server (test/contract), and fail it
 * once the server answers otherwise: none is made up, and none goes stale.
 */
export interface Example {
  /** what it shows, in a few words */
  shows: string;
  path?: Record<string, string>;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  /** JSON as it is, else the text that was sent */
  body?: unknown;
  /** of the body; absent: JSON */
  mediaType?: string;
  answer: {
    status: number;
    mediaType?: string;
    /** JSON as it is, else text; absent where there is none, or bytes that nobody can read */
    body?: unknown;
  };
}
export interface Examples {
  /** by `operationId`, in the order in which they were asked */
  operations: Record<string, Example[]>;
  problems: Partial<Record<ProblemKind, ProblemDocument>>;
}

/** One file for each part of the API; docs/ARCHITECTURE.md, "Adding a route", says how they are recorded. */
const folder = new URL('../examples/', import.meta.url);
const problemsFile = 'problems.json';

export function readExamples(): Examples {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== problemsFile);
  return {
    operations: Object.assign({}, ...files.toSorted().map(read)) as Examples['operations'],
    problems: read(problemsFile) as Examples['problems'],
  };
}

/** Puts them where readers and tools look for them: at parameters, bodies and answers. */
export function addExamples(document: OpenAPIObject, { operations, problems }: Examples): void {
  for (const { operation } of operationsOf(document)) {
    for (const example of operations[operation.operationId ?? ''] ?? []) addExample(operation, example);
  }
  (document.components ??= {}).examples = Object.fromEntries(
    Object.entries(problems).map(([kind, value]) => [kind, { summary: value.detail, value }]),
  );
}

function addExample(operation: Operation, example: Example): void {
  const { path, query, headers, shows: summary, answer } = example;
  const sent = { path, query, header: headers, cookie: undefined };
  for (const parameter of parametersOf(operation)) {
    const value = sent[parameter.in as keyof typeof sent]?.[parameter.name];
    if (value !== undefined) parameter.example ??= value;
  }
  if (example.body !== undefined) {
    const media = bodiesOf(operation)[example.mediaType ?? 'application/json'];
    put(media, summary, example.body);
  }
  if (answer.body === undefined || answer.mediaType === undefined) return;
  put(contentOf(operation, String(answer.status))?.[answer.mediaType], summary, answer.body);
}

function put(media: MediaType | undefined, summary: string, value: unknown): void {
  if (!media) return;
  const examples = (media.examples ??= {});
  examples[String(Object.keys(examples).length + 1)] = { summary, value };
}
