import { createReadStream } from 'node:fs';
import { thingId } from '../../src/domain/names.js';
import { FileRefused } from '../../src/exchange/problem.js';
import { ledgerInMemory, total } from './ledger-in-memory.js';
import { linesOf, smallCase } from './small-case.js';

const founding = 'src/exchange/founding-case/ain-al-asad-2022.incident.json';
const case2020 = 'test/fixtures/al-asad-2020.incident.json';
const meta = { actor: 'editor-2' };

describe('an incident file', () => {
  test('goes in whole, and its acts become events of whoever imports, recorded now', async () => {
    const { file, events } = await ledgerInMemory();
    const { report } = await file(smallCase());
    expect(report.added).toEqual({
      sources: 4,
      documents: 2,
      captures: 1,
      incidents: 2,
      questions: 5,
      constraints: 1,
      claims: 3,
      acts: 2,
    });
    expect(total(report.known)).toBe(0);
    const assessed = (await events()).find(({ type }) => type === 'SourceReliabilityAssessed')!;
    expect(assessed.actor).toBe('editor-1');
    expect(Date.now() - Date.parse(assessed.recordedAt)).toBeLessThan(60_000);
  });

  test('questions and claims are entered in file order', async () => {
    const { file, events } = await ledgerInMemory();
    await file(smallCase());
    const keys = (type: string, all: Awaited<ReturnType<typeof events>>) =>
      all.filter((event) => event.type === type).map(({ data }) => data['key']);
    const all = await events();
    expect(keys('ClaimRecorded', all)).toEqual(['c1', 'c2', 'c3']);
    expect(keys('QuestionRaised', all)).toEqual(['fired', 'landed', 'weapon', 'by', 'why']);
  });

  test('again adds nothing', async () => {
    const { file, log } = await ledgerInMemory();
    await file(smallCase());
    const head = await log.head();
    const { report } = await file(smallCase());
    expect(await log.head()).toBe(head);
    expect(total(report.added)).toBe(0);
    expect(total(report.known)).toBe(20);
    expect(report.differs + report.rejected).toBe(0);
  });

  test('again repeats no act that an editor has taken back meanwhile, and no tie or constraint', async () => {
    const { file, log, ledger } = await ledgerInMemory();
    await file(smallCase());
    const id = (kind: 'question' | 'incident', key: string) => thingId(log.ledger, kind, 'small-case', key);
    const question = id('question', 'attack/fired');
    const incident = id('incident', 'attack');
    const { thing } = (await ledger.load('incident', incident))!;
    const constraint = Object.keys(thing.constraints)[0]!;
    await ledger.handle({ type: 'ReopenQuestion', question, reason: 'Too early.' }, meta);
    await ledger.handle({ type: 'LiftConstraint', incident, constraint, reason: 'Not so.' }, meta);
    await ledger.handle({ type: 'PlaceIncidentUnder', incident, parent: null, reason: 'Alone.' }, meta);
    const head = await log.head();
    const { report } = await file(smallCase());
    expect(await log.head()).toBe(head);
    expect(report.differs + report.rejected).toBe(0);
    expect((await ledger.load('question', question))!.thing.resolution ?? null).toBeNull();
  });

  test('an act that stands twice in the file is done twice', async () => {
    const { file, events } = await ledgerInMemory();
    const [, resolve] = smallCase().acts!;
    const reopen = { act: 'reopen' as const, incident: 'attack', question: 'fired', reason: 'Look again.' };
    await file(smallCase({ acts: [resolve!, reopen, resolve!] }));
    await file(smallCase({ acts: [resolve!, reopen, resolve!] }));
    const types = (await events()).map(({ type }) => type);
    expect(types.filter((type) => type === 'QuestionResolved')).toHaveLength(2);
    expect(types.filter((type) => type === 'QuestionReopened')).toHaveLength(1);
  });

  test('other content under a known key is told thing by thing, and nothing is changed', async () => {
    const { file, log } = await ledgerInMemory();
    await file(smallCase());
    const head = await log.head();
    const changed = structuredClone(smallCase());
    changed.sources[1]!.name = 'The navy';
    changed.claims[0]!.value = { kind: 'exact', n: 6 };
    changed.incidents[0]!.questions[0]!.unit = 'shells';
    const { report, told } = await file(changed);
    expect(report.differs).toBe(3);
    expect(told('differs')).toEqual([
      expect.objectContaining({ path: '/sources/1/name', thing: 'source army' }),
      expect.objectContaining({ path: '/incidents/0/questions/0/unit', thing: 'question attack/fired' }),
      expect.objectContaining({ path: '/claims/0/value', thing: 'claim c1' }),
    ]);
    expect(await log.head()).toBe(head);
  });

  test('what an editor has corrected since is still the same file', async () => {
    const { file, log, ledger } = await ledgerInMemory();
    await file(smallCase());
    const source = thingId(log.ledger, 'source', 'small-case', 'army');
    const corrected = { name: 'The Army', kind: 'organisation' as const, reason: 'Spelling.' };
    await ledger.handle({ type: 'DescribeSource', source, ...corrected }, meta);
    const { report } = await file(smallCase());
    expect(report.differs).toBe(0);
  });

  test('a parent that differs from the ledger is told', async () => {
    const { file } = await ledgerInMemory();
    await file(smallCase());
    const other = structuredClone(smallCase());
    other.incidents.push({ key: 'war', title: 'The war', questions: [] });
    other.incidents[0]!.partOf = 'war';
    const { told } = await file(other);
    expect(told('differs')).toEqual([expect.objectContaining({ path: '/incidents/0/partOf' })]);
  });

  test('what the rules of entry refuse refuses the file: nothing is written, and all of it is told', async () => {
    const { file, log } = await ledgerInMemory();
    const wrong = structuredClone(smallCase());
    wrong.claims[0]!.value = { kind: 'exact', n: 2.5 };
    wrong.claims[1]!.chain = ['agency', 'ministry'];
    wrong.documents[0]!.timeZone = 'Mars/Olympus';
    const refused = await file(wrong).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FileRefused);
    const { problems } = refused as FileRefused;
    expect(problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/claims/0/value', '/claims/1/chain', '/documents/0/timeZone']),
    );
    expect(problems.every(({ line }) => line! > 1)).toBe(true);
    expect(problems.find(({ path }) => path === '/claims/1/chain')!.message).not.toMatch(/[0-9a-f]{8}-/);
    expect(await log.head()).toBeNull();
  });

  test('a dry run tells all and writes nothing', async () => {
    const { file, log } = await ledgerInMemory();
    const { report } = await file(smallCase(), true);
    expect(report).toMatchObject({ dryRun: true, added: { claims: 3, acts: 2 } });
    expect(await log.head()).toBeNull();
    await file(smallCase());
    const again = await file(smallCase(), true);
    expect(total(again.report.added)).toBe(0);
  });

  test('both shared cases go into one ledger, twice, and the second time adds nothing', async () => {
    const { log, content, views } = await ledgerInMemory();
    const { importTarget } = await import('../../src/composition/import-target.js');
    const { importFile } = await import('../../src/exchange/import.js');
    const take = (name: string) =>
      importFile({ name, chunks: createReadStream(name) }, importTarget({ log, content, views }, meta));
    const reports = [await take(founding), await take(case2020)];
    expect(reports.map(({ added }) => [added.claims, added.incidents, added.acts])).toEqual([
      [209, 14, 5],
      [53, 1, 0],
    ]);
    const head = await log.head();
    for (const name of [founding, case2020]) expect(total((await take(name)).added)).toBe(0);
    expect(await log.head()).toBe(head);
    await views.catchUp();
    expect(views.health().setAsideCount).toBe(0);
  });

  test('sources that another file has under the same name are proposed as the same', async () => {
    const { file } = await ledgerInMemory();
    await file(smallCase());
    const { report } = await file(
      smallCase({
        namespace: 'other-case',
        sources: [{ key: 'mod', name: 'the ministry of defence', kind: 'organisation' }],
        documents: [],
        incidents: [{ key: 'x', title: 'X', questions: [] }],
        claims: [],
        acts: [],
      }),
    );
    expect(report.likelySame).toEqual([
      { source: 'mod', other: 'ministry', because: expect.stringContaining('ministry of defence') },
    ]);
  });
});

describe('the texts of captures', () => {
  const withCapture = (capture: object, citation: object) => {
    const file = structuredClone(smallCase());
    file.documents[1]!.captures = [capture];
    Object.assign(file.claims[1]!, { citation });
    file.claims.splice(2);
    file.acts = [];
    return file;
  };
  const text = '🚀🚀 We counted eight rockets.';

  test('are held under their hash, with length and media type in the event', async () => {
    const { file, content, events } = await ledgerInMemory();
    await file(withCapture({ text }, { exact: 'eight rockets', start: 14, end: 27 }));
    const { data } = (await events()).find(({ type }) => type === 'DocumentCaptured')!;
    expect(data).toEqual({
      index: 0,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      length: Buffer.byteLength(text),
      mediaType: 'text/plain',
    });
    expect(await content.length(data['sha256'] as string)).toBe(Buffer.byteLength(text));
  });

  test('must have the hash that the file says', async () => {
    const { file } = await ledgerInMemory();
    const refused = file(withCapture({ text, sha256: '0'.repeat(64) }, { exact: 'eight' }));
    await expect(refused).rejects.toMatchObject({
      problems: [expect.objectContaining({ path: '/documents/1/captures/0/sha256' })],
    });
  });

  test('a capture may be a hash alone', async () => {
    const { file } = await ledgerInMemory();
    const { report } = await file(
      withCapture({ sha256: 'a'.repeat(64) }, { exact: 'eight rockets', start: 5, end: 18 }),
    );
    expect(report).toMatchObject({ warnings: 0, added: { captures: 1 } });
  });

  test.each([
    [
      'stands elsewhere in the text',
      { exact: 'eight rockets', start: 12, end: 25 },
      /does not stand at 12 .* at 14/,
    ],
    ['does not stand in the text', { exact: 'nine rockets' }, /does not stand in the text/],
    ['is longer than its place', { exact: 'eight rockets', start: 14, end: 20 }, /13|end/],
  ])('a quotation that %s is taken in with a warning', async (_name, citation, message) => {
    const { file } = await ledgerInMemory();
    const { report, told } = await file(withCapture({ text }, citation));
    expect(report.added.claims).toBe(2);
    expect(told('warning')).toEqual([
      expect.objectContaining({ thing: 'claim c2', message: expect.stringMatching(message) }),
    ]);
  });
});

describe('incident lines', () => {
  test('add up to what the file does', async () => {
    const [one, other] = [await ledgerInMemory(), await ledgerInMemory()];
    const { report } = await one.lines(linesOf(smallCase()));
    expect(report.rejected).toBe(0);
    expect(report.added).toEqual((await other.file(smallCase())).report.added);
    const again = await one.lines(linesOf(smallCase()));
    expect(total(again.report.added)).toBe(0);
  });

  test('are taken one by one: what is wrong is told with its line, the others go in', async () => {
    const { lines } = await ledgerInMemory();
    const all = linesOf(smallCase());
    const claim = (changes: object) => JSON.stringify({ claim: { ...smallCase().claims[0], ...changes } });
    const { report, told } = await lines([
      ...all.slice(0, 5),
      '{"claim": {"key": "x", "key": "y"}}',
      'no json',
      ...all.slice(5),
      '',
      claim({ key: 'early', document: 'unknown' }),
      claim({ key: 'late', chain: ['agency', 'nobody'] }),
      claim({ key: 'odd', value: { kind: 'between', low: 9, high: 3 } }),
      claim({ key: 'two', value: 3, chain: [] }),
      '{"note": "x"}',
      claim({ key: 'good' }),
    ]);
    const line = all.length + 2;
    expect(told('rejected')).toEqual([
      expect.objectContaining({ line: 6, message: expect.stringMatching(/"key" stands twice/) }),
      expect.objectContaining({ line: 7 }),
      expect.objectContaining({
        line: line + 2,
        path: '/claim/document',
        message: expect.stringMatching(/no document unknown/),
      }),
      expect.objectContaining({
        line: line + 3,
        path: expect.stringMatching(/^\/claim\/chain/),
        message: expect.stringMatching(/nobody/),
      }),
      expect.objectContaining({
        line: line + 4,
        path: expect.stringMatching(/^\/claim\/value/),
        thing: 'claim odd',
      }),
      expect.objectContaining({ line: line + 5, message: expect.stringMatching(/chain.*|value.*/) }),
      expect.objectContaining({
        line: line + 6,
        message: expect.stringMatching(/source, document, incident, claim, act/),
      }),
    ]);
    expect(report).toMatchObject({ rejected: 7, added: { claims: 4 } });
  });

  test('may refer to what the ledger holds from an earlier import', async () => {
    const { lines } = await ledgerInMemory();
    const all = linesOf(smallCase());
    await lines(all);
    const { report } = await lines([
      all[0]!,
      JSON.stringify({ claim: { ...smallCase().claims[0], key: 'c9' } }),
    ]);
    expect(report).toMatchObject({ rejected: 0, added: { claims: 1 } });
  });

  test('a header with a wrong namespace is refused', async () => {
    const { lines } = await ledgerInMemory();
    const header = '{"format":"incident-ledger/incident-lines@1","namespace":"A B"}';
    await expect(lines([header])).rejects.toBeInstanceOf(FileRefused);
  });

  test('what is neither format is refused as the incident file that it is not', async () => {
    const { lines } = await ledgerInMemory();
    await expect(lines(['{"format":"something-else@1"}'])).rejects.toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ path: '/format' })]),
    });
  });
});
