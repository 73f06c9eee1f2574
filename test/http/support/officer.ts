import type { TestServer } from './server.js';

export const base = {
  key: 'base',
  title: 'Rockets at the base',
  occurredAt: '2022-01-05',
  timeZone: 'Asia/Baghdad',
};
export const five = {
  key: 'five',
  incident: 'base',
  question: 'inside',
  document: 'story',
  chain: ['agency', 'officer'],
  value: { kind: 'exact', n: 5 },
  citation: { exact: 'five rockets landed inside the base' },
};

/** One officer, to one agency: five inside, three outside; and landed = inside + outside. */
export async function enterTheOfficer(server: TestServer): Promise<void> {
  await server.admin('POST', '/incidents', base);
  const question = { type: 'count', unit: 'rockets' };
  const questions = '/incidents/base/questions';
  await server.admin('POST', questions, { key: 'landed', ask: 'How many rockets landed?', ...question });
  await server.admin('POST', questions, {
    key: 'inside',
    ask: 'How many landed inside?',
    scope: { place: 'inside the perimeter' },
    ...question,
  });
  await server.admin('POST', questions, { key: 'outside', ask: 'How many landed outside?', ...question });
  await server.admin('POST', '/incidents/base/constraints', {
    kind: 'sum',
    total: 'landed',
    parts: ['inside', 'outside'],
  });
  await server.admin('POST', '/sources', { key: 'agency', name: 'Agency', kind: 'outlet' });
  await server.admin('POST', '/sources', {
    key: 'officer',
    name: 'An officer, to the agency',
    kind: 'unnamed',
    knownTo: 'agency',
  });
  await server.admin('POST', '/documents', {
    key: 'story',
    publisher: 'agency',
    title: 'Rockets hit base',
    kind: 'article',
    url: 'https://agency.example/story',
    publishedAt: '2022-01-05T15:00:00Z',
  });
  await server.admin('POST', '/claims', five);
  await server.admin('POST', '/claims', {
    ...five,
    key: 'three',
    question: 'outside',
    value: { kind: 'exact', n: 3 },
    citation: { exact: 'and three outside' },
  });
}

/** Sources by their keys, the one first in whose record stands what is said of two of them. */
export async function inOrderOfIds(server: TestServer, keys: string[]): Promise<string[]> {
  const found = await Promise.all(
    keys.map(async (key) => ({ key, id: (await server.get<{ id: string }>(`/v1/sources/${key}`)).id })),
  );
  return found.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ key }) => key);
}
