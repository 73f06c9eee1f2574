import { statuses } from '../../src/domain/reconcile/view.js';
import { ownPath } from '../../src/web/controllers/choices.controller.js';
import { cookie } from '../../src/web/cookies.js';
import { claimPath, questionPathOf, twinOf, withQuery } from '../../src/web/links.js';
import { codePointsBefore, findPassage, placesOf } from '../../src/read/passage.js';
import { publicationSpan, readClock } from '../../src/web/load/publication.js';
import { outcomeOf } from '../../src/web/outcome.js';
import { nameIn } from '../../src/web/pages.js';
import { localWords } from '../../src/web/parts/moment.js';
import { statusMeaning, statusWords } from '../../src/web/parts/status.js';
import { answerWords, instantWords, originsWords, valueWords } from '../../src/web/parts/words.js';
import { slugOf } from '../../src/web/forms/slug.js';
import { templates } from '../../src/web/forms/templates.js';
import { keyPattern } from '../../src/domain/names.js';

describe('words', () => {
  test.each([
    [{ kind: 'exact', n: 5 }, '5 rockets'],
    [{ kind: 'at-least', n: 5 }, 'at least 5 rockets'],
    [{ kind: 'none' }, 'none'],
    [{ kind: 'vague', literal: 'dozens' }, '“dozens”'],
    [{ low: 5, high: null }, 'at least 5 rockets'],
    [{ low: 0, high: 3 }, 'at most 3 rockets'],
    [{ low: 3, high: 10_000 }, '3 to 10,000 rockets'],
  ] as const)('%j is “%s”', (value, words) => {
    expect(valueWords(value, 'rockets')).toBe(words);
  });

  test('a whole day in UTC is said as that day', () => {
    expect(valueWords({ low: '2022-01-05T00:00:00Z', high: '2022-01-06T00:00:00Z' }, undefined)).toBe(
      '2022-01-05',
    );
  });

  test('every status has its word and its meaning', () => {
    for (const status of statuses) {
      expect(statusWords(status)).toMatch(/^[A-Z]/);
      expect(statusMeaning(status)).toMatch(/\.$/);
    }
    expect(new Set(statuses.map(statusWords)).size).toBe(statuses.length);
  });

  test('origins are a range where the record cannot tell', () => {
    expect(
      [
        { min: 1, max: 2 },
        { min: 1, max: 1 },
        { min: 0, max: 0 },
      ].map(originsWords),
    ).toEqual(['1 to 2 origins', '1 origin', 'no origin']);
  });

  test('an answer keeps that it may be more', () => {
    const answer = {
      value: null,
      low: 3,
      high: 8,
      orMore: true,
      orFewer: false,
      best: null,
      account: null,
      decidedBy: null,
      steps: [],
    };
    expect(answerWords(answer, 'rockets')).toBe('3 to 8 or more rockets');
    expect(answerWords({ ...answer, low: null, high: null }, 'rockets')).toBe('no answer');
  });
});

describe('moments', () => {
  test('are shown in UTC, with the time of the place beside', () => {
    expect(instantWords('2022-01-05T17:00:00+03:00')).toBe('2022-01-05 14:00 UTC');
    expect(localWords('2022-01-05T14:00:00Z', 'Asia/Baghdad')).toBe('17:00 Baghdad');
    expect(localWords('2022-01-05T22:30:00Z', 'Asia/Baghdad')).toBe('2022-01-06 01:30 Baghdad');
    expect(localWords('2022-01-05', 'America/New_York')).toBe('the day in New York');
    expect(localWords('2022-01-05T14:00:00Z', 'UTC')).toBeNull();
  });

  test('a date is a day of its zone', () => {
    const span = publicationSpan('2020-01-07', 'America/New_York')!;
    expect(new Date(span.to).toISOString()).toBe('2020-01-08T05:00:00.000Z');
    expect(publicationSpan(undefined, 'UTC')).toBeUndefined();
  });

  test('are read as people type them, and refused with what to type', () => {
    expect(readClock('2022-01-05 14:00')).toEqual({ at: '2022-01-05T14:00Z' });
    expect(readClock('2022-01-05 14:00 utc')).toEqual({ at: '2022-01-05T14:00Z' });
    expect(readClock('2022-01-05T14:00+03:00')).toEqual({ at: '2022-01-05T14:00+03:00' });
    expect(readClock('2022-01-05')).toEqual({ at: '2022-01-05' });
    expect(readClock(' ')).toEqual({ at: null });
    expect(readClock('2022-02-31')).toHaveProperty('problem');
    expect(readClock('noon')).toHaveProperty('problem', expect.stringContaining('2022-01-05T14:00Z'));
  });
});

describe('addresses', () => {
  test('keep names apart from what stands around them', () => {
    expect(claimPath('ns:a/b?c#d')).toBe('/claims/ns:a%2Fb%3Fc%23d');
    expect(questionPathOf('x/landed')).toBe('/incidents/x/questions/landed');
  });

  test.each(['nw-009', 'x.json', 'x.json.json', 'aa16.al-asad'])(
    'the twin of %s leads back to it',
    (name) => {
      const segment = claimPath(name).split('/').at(-1)!;
      expect(nameIn(segment)).toBe(name);
      expect(nameIn(`${segment}.json`)).toBe(name);
    },
  );

  test('a twin keeps the query', () => {
    expect(twinOf('/')).toBe('/incidents.json');
    expect(twinOf('/incidents/x?publicAt=2022-01-05')).toBe('/incidents/x.json?publicAt=2022-01-05');
    expect(withQuery('/a', { x: '1', y: '', z: null })).toBe('/a?x=1');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
    'a form cannot lead away to %s',
    (path) => {
      expect(ownPath(path)).toMatch(/^\/(?![/\\])/);
      expect(new URL(ownPath(path), 'http://ledger.test').origin).toBe('http://ledger.test');
    },
  );

  test('put no words of others on a page', () => {
    expect(outcomeOf({ done: 'Your account is blocked, call us', warned: 'made-up,no-citation' })).toEqual({
      event: null,
      warnings: [expect.stringContaining('nobody can check')],
    });
    expect(outcomeOf({})).toBeNull();
  });

  test('a cookie is found among others, and only whole', () => {
    expect(cookie('a=1; ledger-scheme=dark; b=2', 'ledger-scheme')).toBe('dark');
    expect(cookie('x-ledger-scheme=dark', 'ledger-scheme')).toBeUndefined();
  });
});

describe('a passage', () => {
  const text = '𝟙 They said five landed. Later: five landed again.';

  test('is where the citation says, counted in code points', () => {
    const start = codePointsBefore(text, text.lastIndexOf('five landed'));
    const found = findPassage(text, { exact: 'five landed', start });
    expect(found.passage!.before).toBe('𝟙 They said five landed. Later: ');
    expect(found.mismatch).toBeNull();
    expect(found.place).toEqual({ start, end: start + 'five landed'.length });
  });

  test('is told by the words around it', () => {
    expect(findPassage(text, { exact: 'five landed', prefix: 'Later: ' }).passage!.after).toBe(' again.');
  });

  test('says so where it does not stand in the text, or elsewhere than recorded', () => {
    expect(findPassage(text, { exact: 'six landed' })).toEqual({
      passage: null,
      place: null,
      mismatch: expect.stringContaining('does not stand'),
    });
    expect(findPassage(text, { exact: 'Later', start: 3 }).mismatch).toContain('elsewhere');
  });

  test('is found across broken lines, with the text’s own white space', () => {
    const broken = 'five rockets\n  landed inside';
    const [place] = placesOf(broken, 'rockets landed');
    expect(broken.slice(place!.at, place!.at + place!.length)).toBe('rockets\n  landed');
    expect(placesOf(text, 'five landed')).toHaveLength(2);
    expect(placesOf(text, '')).toEqual([]);
  });
});

describe('templates', () => {
  test('link only questions that they raise, under keys that the ledger takes', () => {
    for (const template of templates) {
      const keys = template.questions.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(keyPattern);
      for (const constraint of template.constraints) {
        const named =
          constraint.kind === 'sum'
            ? [constraint.total, ...constraint.parts]
            : [constraint.lesser, constraint.greater];
        for (const key of named) expect(keys).toContain(key);
      }
    }
  });

  test('can be taken together: no two of them mean different questions by one key', () => {
    const keys = templates.flatMap(({ questions }) => questions.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a key comes from a name where its letters allow one', () => {
    expect(slugOf('Rockets at Ain al-Asad: 5 January')).toBe('rockets-at-ain-al-asad-5-january');
    expect(slugOf('Café Zürich')).toBe('cafe-zurich');
    expect(slugOf('صواريخ')).toBe('');
  });
});
