import { csvTemplate } from '../../src/exchange/csv/template.js';
import { FileRefused } from '../../src/exchange/problem.js';
import { csvLedger, first, next, rowsOf, table } from './csv.js';
import { total } from './ledger-in-memory.js';

const claimsOf = async (ledger: Awaited<ReturnType<typeof csvLedger>>) =>
  (await ledger.events()).filter(({ type }) => type === 'ClaimRecorded').map(({ data }) => data);

describe('a table of claims', () => {
  test('the template goes in as it is, and again adds nothing', async () => {
    const ledger = await csvLedger();
    const { report, told } = await ledger.csv(csvTemplate(), { namespace: null });
    expect(told('rejected')).toEqual([]);
    expect(told('warning')).toEqual([]);
    expect(report).toMatchObject({
      format: 'incident-ledger/claims-csv@1',
      namespace: 'my-archive',
      added: { sources: 4, documents: 2, incidents: 1, questions: 2, claims: 4 },
    });
    const head = await ledger.log.head();
    const again = await ledger.csv(csvTemplate(), { namespace: null });
    expect(await ledger.log.head()).toBe(head);
    expect({ added: total(again.report.added), known: total(again.report.known) }).toEqual({
      added: 0,
      known: 13,
    });
    expect(again.report.differs + again.report.rejected).toBe(0);
  });

  test('is the same as the incident lines that say it', async () => {
    const ledger = await csvLedger();
    await ledger.csv(
      rowsOf([first({ basis: 'told', note: 'seen', utterance: 'u1', asserted_at: '2022-01-05' })]),
    );
    const { report } = await ledger.lines(
      [
        { format: 'incident-ledger/incident-lines@1', namespace: 'n' },
        { source: { key: 'the-agency', name: 'The Agency', kind: 'outlet' } },
        {
          source: {
            key: 'the-agency.an-officer',
            name: 'An officer',
            kind: 'unnamed',
            knownTo: 'the-agency',
          },
        },
        {
          incident: {
            key: 'attack',
            title: 'Attack on a base',
            questions: [{ key: 'landed', ask: 'How many landed?', type: 'count' }],
          },
        },
        {
          document: {
            key: 'report',
            title: 'Rockets hit a base',
            kind: 'article',
            publisher: 'the-agency',
            publishedAt: '2022-01-05',
          },
        },
        {
          claim: {
            key: 'c1',
            incident: 'attack',
            question: 'landed',
            value: { kind: 'exact', n: 5 },
            document: 'report',
            chain: ['the-agency', 'the-agency.an-officer'],
            citation: { exact: 'five rockets' },
            basis: 'told',
            note: 'seen',
            utterance: 'u1',
            assertedAt: '2022-01-05',
          },
        },
      ].map((line) => JSON.stringify(line)),
    );
    expect({ added: total(report.added), known: total(report.known), differs: report.differs }).toEqual({
      added: 0,
      known: 6,
      differs: 0,
    });
  });

  test('a row says all that a claim can say in one', async () => {
    const ledger = await csvLedger();
    const whole = next({
      claim: 'full',
      value: 'at least 6',
      hedge: 'reportedly',
      basis: 'deduced',
      stance: 'denies',
      responds_to: 'c1',
      supersedes: 'c1',
      supersedes_as: 'correction',
      jointly: 'Navy (organisation); Army (organisation)',
      lineage_recorded: 'no',
      inferred: 'yes',
      quote: 'six',
      quote_prefix: 'saw ',
      quote_suffix: ' rockets',
      quote_start: '4',
      quote_end: '7',
      page: '3',
      media_time: '12.5,14',
      translation: 'sechs',
      translation_language: 'de',
      occurred_at: '2022-01-05~',
      as_of: '2022-01-06',
      asserted_at: '2022-01-05T14:00Z',
      published_at: '2022-01-06',
      utterance: 'u1',
      note: 'n',
      document_text: 'saw six rockets',
      captured_at: '2022-01-07',
      archived_at: 'https://archive.example/1',
    });
    const { told } = await ledger.csv(rowsOf([first(), whole]));
    expect(told('rejected')).toEqual([]);
    expect((await claimsOf(ledger)).at(-1)).toEqual({
      key: 'full',
      namespace: 'n',
      incident: expect.any(String),
      question: expect.any(String),
      document: expect.any(String),
      chain: [expect.any(String), expect.any(String)],
      jointly: [expect.any(String), expect.any(String)],
      lineageRecorded: false,
      inferred: true,
      basis: 'deduced',
      value: { kind: 'at-least', n: 6 },
      hedge: 'reportedly',
      response: { to: [expect.any(String)], stance: 'denies' },
      supersedes: { claim: expect.any(String), as: 'correction' },
      citation: {
        exact: 'six',
        prefix: 'saw ',
        suffix: ' rockets',
        start: 4,
        end: 7,
        page: '3',
        time: '12.5,14',
        translation: { text: 'sechs', language: 'de' },
      },
      occurredAt: '2022-01-05~',
      asOf: '2022-01-06',
      assertedAt: '2022-01-05T14:00Z',
      publishedAt: '2022-01-06',
      utterance: 'n:u1',
      note: 'n',
    });
  });

  test('rows that are wrong are told by row and column, and the others go in', async () => {
    const ledger = await csvLedger();
    const { report, told } = await ledger.csv(
      rowsOf([
        first(),
        next({ claim: 'a', value: '3,5' }),
        next({ claim: 'b', quote: 'line one\nline two' }),
        next({ claim: 'c', asserted_at: '03/04/2024', basis: 'guessed' }),
        next({ claim: 'd', chain: 'The Agency > Nobody' }),
        next({ claim: 'e', value: '2.5' }),
        next({ claim: 'f', responds_to: 'nothing', stance: 'denies' }),
        next({ claim: 'g', chain: 'An officer (unnamed)' }),
        next({ claim: 'h', chain: 'Gazette (outlet)' }),
        {},
        next({ claim: 'i' }),
      ]),
    );
    expect(told('rejected')).toEqual([
      { row: 3, column: 'value', message: expect.stringMatching(/decimal comma: write a point/) },
      {
        row: 5,
        line: 6,
        column: 'basis',
        message: expect.stringMatching(/none of witnessed.*; asserted_at: .*write year-month-day/s),
      },
      {
        row: 6,
        line: 7,
        column: 'chain',
        thing: 'source nobody',
        message: expect.stringMatching(/first named, as in/),
      },
      {
        row: 7,
        line: 8,
        column: 'value',
        thing: 'claim e',
        message: expect.stringMatching(/count is whole/),
      },
      {
        row: 8,
        line: 9,
        column: 'responds_to',
        thing: 'claim f',
        message: expect.stringMatching(/no claim nothing/),
      },
      { row: 9, line: 10, column: 'chain', message: expect.stringMatching(/relay before it/) },
      {
        row: 10,
        line: 11,
        column: 'chain',
        thing: 'claim h',
        message: expect.stringMatching(/begins with the publisher/),
      },
    ]);
    expect(report).toMatchObject({ rejected: 7, added: { claims: 3 } });
  });

  test('what a row introduces goes in though its claim is wrong; not where the introduction is', async () => {
    const ledger = await csvLedger();
    const { report, told } = await ledger.csv(rowsOf([first({ value: 'x' }), next()]));
    expect(report).toMatchObject({ rejected: 1, added: { claims: 1, incidents: 1, questions: 1 } });
    const other = await ledger.csv(rowsOf([first({ value_type: 'number' }), next()]), { namespace: 'm' });
    expect(other.report).toMatchObject({ rejected: 2, added: { claims: 0, incidents: 0, questions: 0 } });
    expect(other.told('rejected')[1]).toMatchObject({ row: 3, column: 'chain' });
    expect(told('differs')).toEqual([]);
  });

  test('a later row may say again what the first said, and nothing else', async () => {
    const ledger = await csvLedger();
    const { report, told } = await ledger.csv(
      rowsOf([
        first(),
        first({ claim: 'c2', value: '6', document_title: '', document_kind: '' }),
        next({
          claim: 'c3',
          incident_title: 'The attack',
          value_type: 'count',
          question_text: 'How many landed?',
        }),
        next({ claim: 'c4', chain: 'The Agency (organisation) > An officer (unnamed)' }),
        next({ claim: 'c5', unit: 'rockets' }),
      ]),
    );
    expect(told('rejected')).toEqual([]);
    expect(told('differs')).toEqual([
      {
        row: 4,
        column: 'incident_title',
        thing: 'incident attack',
        message: expect.stringMatching(/^row 2 introduced/),
      },
      { row: 5, column: 'chain', thing: 'source the-agency', message: expect.stringMatching(/^row 2/) },
      { row: 6, column: 'unit', thing: 'question attack/landed', message: expect.stringMatching(/^row 2/) },
    ]);
    expect(report).toMatchObject({ differs: 3, added: { claims: 5 } });
  });

  test('rows may name what the ledger holds from an earlier table', async () => {
    const ledger = await csvLedger();
    await ledger.csv(rowsOf([first()]));
    const { report, told } = await ledger.csv(rowsOf([next(), next({ claim: 'c3', unit: 'rockets' })]));
    expect(report.added).toMatchObject({ claims: 1, sources: 0 });
    expect(told('rejected')).toEqual([
      expect.objectContaining({
        row: 3,
        column: 'question',
        message: expect.stringMatching(/question_text and value_type are empty/),
      }),
    ]);
    const unknown = await ledger.csv(
      rowsOf([next({ incident: 'other' }), next({ question: 'fired' }), next({ document: 'page' })]),
    );
    expect(unknown.told('rejected').map(({ column, message }) => [column, message])).toEqual([
      ['incident', expect.stringMatching(/incident other yet: fill in incident_title/)],
      ['question', expect.stringMatching(/question attack\/fired yet: fill in question_text and value_type/)],
      ['document', expect.stringMatching(/document page yet: fill in document_title and document_kind/)],
    ]);
  });

  test('a row without a key gets one of what it says: rows may change places, and nothing is doubled', async () => {
    const ledger = await csvLedger();
    const rows = [
      next({ claim: '', value: '1' }),
      next({ claim: '', value: '2' }),
      next({ claim: '', value: '1' }),
    ];
    const { report } = await ledger.csv(rowsOf([first(), ...rows]));
    expect(report).toMatchObject({ added: { claims: 3 }, known: { claims: 1 } });
    const again = await ledger.csv(rowsOf([first(), ...rows.toReversed()]));
    expect(total(again.report.added)).toBe(0);
    expect((await claimsOf(ledger)).at(-1)!['key']).toMatch(/^row-[0-9a-f]{20}$/);
  });

  test('a document is known by its address where it has no key', async () => {
    const ledger = await csvLedger();
    const url = 'https://www.agency.example/2022/rockets?id=1';
    const { report, told } = await ledger.csv(
      rowsOf([
        first({ document: '', document_url: url }),
        next({ document: '', document_url: url }),
        next({ claim: 'x', document: '' }),
      ]),
    );
    expect(report.added).toMatchObject({ documents: 1, claims: 2 });
    expect(told('rejected')).toEqual([
      expect.objectContaining({
        row: 4,
        column: 'document',
        message: expect.stringMatching(/by a key or by its document_url/),
      }),
    ]);
    const { data } = (await ledger.events()).find(({ type }) => type === 'DocumentRegistered')!;
    expect(data).toMatchObject({
      url,
      key: expect.stringMatching(/^agency-example-2022-rockets-id-1-[0-9a-f]{20}$/),
    });
  });

  test('captured texts are kept, each claim points to its own, and a quote that is not in it is warned of', async () => {
    const ledger = await csvLedger();
    const one = ' Five rockets landed.\nMore later.';
    const other = 'Six rockets landed.';
    const { report, told } = await ledger.csv(
      rowsOf([
        first({ document_text: one, quote: 'Five rockets' }),
        next({ document_text: other, quote: 'Six rockets' }),
        next({ claim: 'c3', document_text: other, quote: 'Five rockets' }),
        next({ claim: 'c4', document_text: one, quote: 'Five rockets' }),
      ]),
    );
    expect(report.added).toMatchObject({ captures: 2, claims: 4 });
    expect(told('warning')).toEqual([
      expect.objectContaining({ row: 4, line: 5, column: 'quote', thing: 'claim c3' }),
    ]);
    expect((await claimsOf(ledger)).map((claim) => claim['capture'] ?? 0)).toEqual([0, 1, 1, 0]);
    const { data } = (await ledger.events()).find(({ type }) => type === 'DocumentCaptured')!;
    expect(await ledger.content.length(data['sha256'] as string)).toBe(Buffer.byteLength(one));
  });

  test('a dry run tells all and writes nothing', async () => {
    const ledger = await csvLedger();
    const text = rowsOf([first({ document_text: 'five rockets' }), next(), next({ claim: 'x', value: '?' })]);
    const { report } = await ledger.csv(text, { dryRun: true });
    expect(report).toMatchObject({
      dryRun: true,
      rejected: 1,
      warnings: 1,
      added: { claims: 2, captures: 1 },
    });
    expect(await ledger.log.head()).toBeNull();
  });

  test('the namespace is told with the file, or stands in it', async () => {
    const ledger = await csvLedger();
    const refusal = (rows: Record<string, string>[], namespace: string | null = null) =>
      ledger
        .csv(rowsOf(rows), { namespace })
        .catch((error: unknown) => (error as FileRefused).problems?.[0]?.message);
    expect(await refusal([first()])).toMatch(/--namespace my-archive/);
    expect(await refusal([first({ namespace: 'A B' })])).toMatch(/must be a key/);
    const rows = [first({ namespace: 'n' }), next(), next({ claim: 'c3', namespace: 'm' })];
    const { report, told } = await ledger.csv(rowsOf(rows), { namespace: null });
    expect(report).toMatchObject({ namespace: 'n', added: { claims: 2 } });
    expect(told('rejected')).toEqual([expect.objectContaining({ row: 4, column: 'namespace' })]);
  });
});

describe('values in a cell', () => {
  const valueOf = async (type: string, value: string, more: Record<string, string> = {}, separator = ',') => {
    const ledger = await csvLedger();
    const { told } = await ledger.csv(rowsOf([first({ value_type: type, value, ...more })], separator));
    return told('rejected')[0]?.message ?? (await claimsOf(ledger))[0]!['value'];
  };

  test.each([
    ['5', { kind: 'exact', n: 5 }],
    ['0', { kind: 'exact', n: 0 }],
    ['at least 5', { kind: 'at-least', n: 5 }],
    ['At-least 5', { kind: 'at-least', n: 5 }],
    ['>= 5', { kind: 'at-least', n: 5 }],
    ['more than 5', { kind: 'more-than', n: 5 }],
    ['>5', { kind: 'more-than', n: 5 }],
    ['at most 5', { kind: 'at-most', n: 5 }],
    ['fewer than 5', { kind: 'fewer-than', n: 5 }],
    ['about 500', { kind: 'about', n: 500 }],
    ['~500', { kind: 'about', n: 500 }],
    ['between 3 and 8', { kind: 'between', low: 3, high: 8 }],
    ['3-8', { kind: 'between', low: 3, high: 8 }],
    ['3 – 8', { kind: 'between', low: 3, high: 8 }],
    ['3 to 8', { kind: 'between', low: 3, high: 8 }],
    ['none', { kind: 'none' }],
    ['Some', { kind: 'some' }],
    ['vague: dozens', { kind: 'vague', literal: 'dozens' }],
    ['"dozens"', { kind: 'vague', literal: 'dozens' }],
    ['“very few, if any”', { kind: 'vague', literal: 'very few, if any' }],
  ])('a count: %s', async (text, value) => expect(await valueOf('count', text)).toEqual(value));

  test.each([
    ['quantity', '1.5', { kind: 'exact', n: 1.5 }],
    ['quantity', '0.125', { kind: 'exact', n: 0.125 }],
    ['yes-no', 'yes', { is: true }],
    ['yes-no', 'FALSE', { is: false }],
    ['place', 'Ain al-Asad', { place: 'Ain al-Asad' }],
    ['time', '2022-01-05T01:00+03:00', { time: '2022-01-05T01:00+03:00' }],
    ['time', '2022-01/..', { time: '2022-01/..' }],
    ['text', "'=not a formula", { text: '=not a formula' }],
  ])('a %s: %s', async (type, text, value) => expect(await valueOf(type, text)).toEqual(value));

  test.each([
    ['count', '3,5', /decimal comma/],
    ['count', '1,200', /signs between its thousands/],
    ['count', '1 200', /signs between its thousands/],
    ['quantity', '12.500.000', /signs between its thousands/],
    ['count', '1E+05', /shortened by a spreadsheet/],
    ['count', '-4', /below zero/],
    ['count', '2.5', /count is whole/],
    ['count', 'dozens', /no number that is taken here.*vague: dozens/],
    ['count', 'between 8 and 3', /nothing lies between/],
    ['quantity', '1234567890.1234567', /more than 15 digits/],
    ['yes-no', 'perhaps', /neither yes nor no/],
    ['time', '03/04/2024', /write year-month-day, as in 2024-04-03/],
    ['time', '3.4.24', /write year-month-day/],
    ['time', '2024/04/03', /other signs than hyphens/],
    ['time', '2024-4-3', /part of one digit/],
    ['time', '45385', /spreadsheet's own number for a day/],
    ['time', '2024-04-03 14:00', /space between date and time/],
    ['time', '2024-04-03T14:00', /names no zone/],
    ['time', '2024-02-30', /no day 30/],
    ['category', 'tank', /no category "tank"/],
  ])('not a %s: %s', async (type, text, message) =>
    expect(await valueOf(type, text, type === 'category' ? { categories: 'rocket = Rocket' } : {})).toMatch(
      message,
    ),
  );

  test('a point before three digits may be a thousand where cells are separated by semicolons', async () => {
    expect(await valueOf('quantity', '1.250')).toEqual({ kind: 'exact', n: 1.25 });
    expect(await valueOf('quantity', '1.250', {}, ';')).toMatch(/could be one/);
  });

  test('a category by its key or its label, a source as in a chain', async () => {
    const categories = 'rocket = Katyusha rocket; Drone';
    expect(await valueOf('category', 'Katyusha Rocket', { categories })).toEqual({ category: 'rocket' });
    expect(await valueOf('category', 'rocket', { categories })).toEqual({ category: 'rocket' });
    expect(await valueOf('category', 'drone', { categories })).toEqual({ category: 'drone' });
    expect(await valueOf('source', 'The Agency')).toEqual({ source: expect.stringMatching(/-/) });
    expect(await valueOf('source', 'A group (group)')).toEqual({ source: expect.stringMatching(/-/) });
    expect(await valueOf('source', 'A group')).toMatch(/no source a-group yet/);
  });
});

describe('sources in a cell', () => {
  const sourcesOf = async (rows: Record<string, string>[]) => {
    const ledger = await csvLedger();
    const { told } = await ledger.csv(rowsOf(rows));
    expect(told('rejected')).toEqual([]);
    const events = (await ledger.events()).filter(({ type }) => type === 'SourceRegistered');
    return events.map(({ data }) => data);
  };

  test('get a key of their name, or have one before it', async () => {
    const sources = await sourcesOf([
      first({ chain: 'ap = Associated Press (outlet) > Iraqi Army (organisation)' }),
      next({ chain: 'ap > IRAQI army' }),
    ]);
    expect(sources.map(({ key, name, kind }) => [key, name, kind])).toEqual([
      ['ap', 'Associated Press', 'outlet'],
      ['iraqi-army', 'Iraqi Army', 'organisation'],
    ]);
  });

  test('an unnamed speaker is one of each relay', async () => {
    const sources = await sourcesOf([
      first(),
      first({ claim: 'c2', document: 'other', chain: 'Wire (outlet) > An officer (unnamed)' }),
    ]);
    expect(sources.map(({ key }) => key)).toEqual([
      'the-agency',
      'the-agency.an-officer',
      'wire',
      'wire.an-officer',
    ]);
    expect(sources[3]).toHaveProperty('knownTo');
  });

  test('in other letters two names are two keys, and the same is the same', async () => {
    const sources = await sourcesOf([
      first({ chain: 'وزارة الدفاع (organisation) > Łódź (organisation)' }),
      next({ claim: 'c2', chain: 'وزارة  الدفاع > Ódz (organisation) > Müller (person)' }),
    ]);
    expect(sources.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^x-[0-9a-f]{20}$/),
      expect.stringMatching(/^odz-[0-9a-f]{20}$/),
      'odz',
      'muller',
    ]);
  });

  test('the last of the chain may belong to another or speak for it', async () => {
    const sources = await sourcesOf([
      first({
        chain: 'The Agency (outlet) > A spokesman (office)',
        speaker_speaks_for: 'Ministry (organisation)',
        speaker_member_of: 'Ministry',
      }),
    ]);
    expect(sources.map(({ key }) => key)).toEqual(['ministry', 'the-agency', 'a-spokesman']);
    expect(sources[2]).toMatchObject({ memberOf: expect.any(String), speaksFor: expect.any(String) });
  });
});

describe('how spreadsheets write a table', () => {
  const rows = [first({ note: 'Größe; "quoted", and\nmore' }), next()];
  const noteOf = async (ledger: Awaited<ReturnType<typeof csvLedger>>) =>
    (await claimsOf(ledger))[0]!['note'];

  test.each([
    ['commas', ',', '\n'],
    ['semicolons', ';', '\n'],
    ['tabs', '\t', '\n'],
    ['CRLF', ',', '\r\n'],
    ['CR', ';', '\r'],
  ])('%s', async (_name, separator, lineBreak) => {
    for (const chunk of [undefined, 1, 5]) {
      const ledger = await csvLedger();
      const { report, told } = await ledger.csv(
        rowsOf(rows, separator, lineBreak) + lineBreak,
        chunk === undefined ? {} : { chunk },
      );
      expect(told('rejected')).toEqual([]);
      expect(report.added.claims).toBe(2);
      expect(await noteOf(ledger)).toBe('Größe; "quoted", and\nmore');
    }
  });

  test('with a byte order mark, also in pieces', async () => {
    const ledger = await csvLedger();
    const { report } = await ledger.csv(
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(rowsOf(rows))]),
      { chunk: 1 },
    );
    expect(report.added.claims).toBe(2);
  });

  test('headings in any spelling, columns of the newsroom with #, and empty ones to the right', async () => {
    const ledger = await csvLedger();
    const heads = Object.keys(first()).map((name) => name.replaceAll('_', ' ').toUpperCase());
    const { report, told } = await ledger.csv(
      table([
        [...heads, '# desk', '', ''],
        [...Object.values(first()), 'Jane', '', ''],
        [...Object.values(first({ claim: 'c2' })), 'Jane', 'stray', ''],
        [...Object.values(first({ claim: 'c3' })), '', '', '', '', ''],
        Object.values(first({ claim: 'c4' })),
        Object.values(first({ claim: 'c5' })).slice(0, -1),
      ]),
    );
    expect(report.added.claims).toBe(3);
    expect(told('rejected').map(({ row, message }) => [row, message])).toEqual([
      [3, expect.stringMatching(/cell 16 stands under no heading/)],
      [6, expect.stringMatching(/13 cells, and there are 17 headings/)],
    ]);
  });

  test.each([
    ['UTF-16 with a mark', Buffer.from(`\ufeff${rowsOf(rows)}`, 'utf16le'), /UTF-16.*CSV UTF-8/],
    ['UTF-16 without one', Buffer.from(rowsOf(rows), 'utf16le'), /UTF-16/],
    ['big-endian UTF-16', Buffer.from(`\ufeff${rowsOf(rows)}`, 'utf16le').swap16(), /UTF-16/],
    ['nothing', Buffer.alloc(0), /empty/],
    ['an unknown column', 'incident,chain,document,valeu,value\n', /"valeu".*Did you mean value\?/],
    [
      'a prototype as a column',
      'incident,chain,document,value,__proto__,constructor,toString\n',
      /no column "__proto__"/,
    ],
    ['a column twice', 'incident,chain,document,value,Value\n', /twice/],
    ['no incident', 'chain,document,value\n', /column incident is missing/],
    ['no claim in it', 'incident,chain,document\n', /value, silence or stance is missing/],
    ['a heading with an open quote', '"incident,chain\n', /quotation mark|headings|missing|no column/],
    ['JSON', '{"format": "incident-ledger/incident-file@1"}', /JSON and no table/],
  ])('refused: %s', async (_name, content, message) => {
    const ledger = await csvLedger();
    const refused = await ledger.csv(content).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FileRefused);
    expect((refused as FileRefused).problems.map((problem) => problem.message).join('\n')).toMatch(message);
    expect(await ledger.log.head()).toBeNull();
  });

  test('cells that are not UTF-8, hold NULs or too much are told by column', async () => {
    const ledger = await csvLedger();
    const text = rowsOf([
      first(),
      next({ claim: 'a', note: 'L\u00ffrm' }),
      next({ claim: 'b', note: 'a\u0000b' }),
      next({ claim: 'c', note: 'x'.repeat(40_000) }),
      next({ claim: 'd', chain: Array(60).fill('The Agency').join('>') }),
    ]);
    const { told } = await ledger.csv(Buffer.from(text, 'latin1'));
    expect(told('rejected').map(({ row, column, message }) => [row, column, message])).toEqual([
      [3, 'note', expect.stringMatching(/not UTF-8: save the file as "CSV UTF-8"/)],
      [4, 'note', expect.stringMatching(/NUL/)],
      [5, 'note', expect.stringMatching(/more than 32767/)],
      [6, 'chain', expect.stringMatching(/at most 50/)],
    ]);
  });

  test('cells that were neutralised on the way out come in as they were', async () => {
    for (const cell of ['=1+1', '+1', '-1', '@x', "'=1"]) {
      const ledger = await csvLedger();
      await ledger.csv(rowsOf([first({ note: `'${cell}` })]));
      expect(await noteOf(ledger)).toBe(cell);
    }
    const ledger = await csvLedger();
    await ledger.csv(rowsOf([first({ note: "'tis so", quote: '=HYPERLINK("http://x")' })]));
    expect((await claimsOf(ledger))[0]).toMatchObject({
      note: "'tis so",
      citation: { exact: '=HYPERLINK("http://x")' },
    });
  });
});

describe('quotation marks that are wrong', () => {
  const heads = Object.keys(first());
  const line = (changes: Record<string, string>) => table([Object.values(first(changes))]);
  const take = async (lines: string[], chunk?: number) => {
    const ledger = await csvLedger();
    const { report, told } = await ledger.csv(
      [heads.join(','), ...lines].join('\n'),
      chunk === undefined ? {} : { chunk },
    );
    return { claims: report.added.claims, rejected: told('rejected') };
  };

  test.each([undefined, 1, 50])(
    'spoil their line, and reading goes on with the next (pieces of %s)',
    async (chunk) => {
      const { claims, rejected } = await take(
        [
          line({}),
          line({ claim: 'a' }).replace('five rockets', 'a 5" rocket'),
          line({ claim: 'b' }),
          line({ claim: 'c' }).replace('five rockets', '"five "rockets"'),
          line({ claim: 'd' }),
          line({ claim: 'e' }).replace('five rockets', '"five rockets'),
          line({ claim: 'f', quote: 'said "five", he did' }),
          line({ claim: 'g' }),
        ],
        chunk,
      );
      expect(claims).toBe(5);
      expect(rejected.map(({ row, column }) => [row, column])).toEqual([
        [3, 'quote'],
        [5, 'quote'],
        [7, 'quote'],
      ]);
    },
  );

  test('one that is opened on the last line and never closed', async () => {
    const { claims, rejected } = await take([
      line({}),
      line({ claim: 'a' }).replace('five rockets', '"five rockets'),
      line({ claim: 'b' }),
    ]);
    expect(claims).toBe(2);
    expect(rejected).toEqual([
      expect.objectContaining({ row: 3, message: expect.stringMatching(/never closed/) }),
    ]);
  });

  test('a row over 1 MiB is told, and what follows goes in', async () => {
    const { claims, rejected } = await take(
      [line({}), line({ claim: 'a', note: '' }) + 'x'.repeat(2 ** 21), line({ claim: 'b' })],
      65_536,
    );
    expect({ claims, rejected }).toEqual({
      claims: 2,
      rejected: [expect.objectContaining({ row: 3, message: expect.stringMatching(/larger than 1 MiB/) })],
    });
  });

  test('after two hundred the rest is not read, and that is said', async () => {
    const wrong = Array.from({ length: 300 }, () => 'a"b');
    const { claims, rejected } = await take([line({}), ...wrong, line({ claim: 'b' })]);
    expect(claims).toBe(1);
    expect(rejected).toHaveLength(200);
    expect(rejected.at(-1)!.message).toMatch(/nothing after this one was read/);
  });
});
