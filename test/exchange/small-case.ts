import type { IncidentFile } from '../../src/exchange/incident-file/types.js';

/** A small incident file that is right in every way, for tests to spoil. */
export function smallCase(changes: Partial<IncidentFile> = {}): IncidentFile {
  return {
    format: 'incident-ledger/incident-file@1',
    namespace: 'small-case',
    title: 'Rockets at a base',
    sources: [
      { key: 'officer', name: 'An officer', kind: 'unnamed', knownTo: 'agency', memberOf: 'army' },
      { key: 'army', name: 'The army', kind: 'organisation' },
      { key: 'agency', name: 'The agency', kind: 'outlet' },
      { key: 'ministry', name: 'The ministry', kind: 'organisation', aliases: ['The Ministry of Defence'] },
    ],
    documents: [
      {
        key: 'report',
        publisher: 'agency',
        title: 'Rockets hit a base',
        kind: 'article',
        publishedAt: '2022-01-05',
      },
      {
        key: 'release',
        publisher: 'ministry',
        title: 'Statement',
        kind: 'statement',
        publishedAt: '2022-01-06T08:00:00Z',
        captures: [{ capturedAt: '2022-01-06', text: 'We counted eight rockets. 🚀 None was hurt.' }],
      },
    ],
    incidents: [
      {
        key: 'attack',
        title: 'Attack on a base',
        occurredAt: '2022-01-05',
        partOf: 'campaign',
        questions: [
          { key: 'fired', ask: 'How many rockets were fired?', type: 'count', unit: 'rockets' },
          { key: 'landed', ask: 'How many rockets landed?', type: 'count', unit: 'rockets' },
          {
            key: 'weapon',
            ask: 'With what?',
            type: 'category',
            categories: [
              { key: 'rocket', label: 'Rocket', broader: 'projectile' },
              { key: 'projectile', label: 'Projectile' },
            ],
          },
          { key: 'by', ask: 'Who did it?', type: 'source' },
        ],
        constraints: [
          { kind: 'at-most', lesser: 'landed', greater: 'fired', reason: 'What landed was fired.' },
        ],
      },
      { key: 'campaign', title: 'The campaign', questions: [{ key: 'why', ask: 'Why?', type: 'text' }] },
    ],
    claims: [
      {
        key: 'c1',
        incident: 'attack',
        question: 'fired',
        value: { kind: 'exact', n: 5 },
        document: 'report',
        chain: ['agency', 'officer'],
        citation: { exact: 'five rockets' },
      },
      {
        key: 'c2',
        incident: 'attack',
        question: 'fired',
        value: { kind: 'exact', n: 8 },
        document: 'release',
        chain: ['ministry'],
        citation: { exact: 'eight rockets', start: 11, end: 24 },
      },
      {
        key: 'c3',
        incident: 'attack',
        response: { to: 'c1', stance: 'denies' },
        document: 'release',
        chain: ['ministry'],
        citation: { exact: 'None was hurt', start: 28, end: 41 },
      },
    ],
    acts: [
      {
        act: 'assess-source',
        source: 'ministry',
        reliability: 'B',
        reason: 'Usually right.',
        at: '2022-02-01',
      },
      {
        act: 'resolve',
        incident: 'attack',
        question: 'fired',
        value: { kind: 'exact', n: 8 },
        claims: ['c2'],
        reason: 'The ministry counted.',
      },
    ],
    ...changes,
  };
}

export const bytesOf = (file: unknown): Uint8Array => Buffer.from(JSON.stringify(file, null, 1), 'utf8');

export async function* chunksOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
}

/** The same case as incident lines: incidents with their parents first, since a line names only what stands before it. */
export function linesOf(file: IncidentFile): string[] {
  const tops = [...file.sources].sort(
    (a, b) => Number(a.knownTo !== undefined) - Number(b.knownTo !== undefined),
  );
  return [
    { format: 'incident-ledger/incident-lines@1', namespace: file.namespace },
    ...tops.map((source) => ({ source })),
    ...file.documents.map((document) => ({ document })),
    ...file.incidents.toReversed().map((incident) => ({ incident })),
    ...file.claims.map((claim) => ({ claim })),
    ...(file.acts ?? []).map((act) => ({ act })),
  ].map((line) => JSON.stringify(line));
}
