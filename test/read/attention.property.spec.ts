import fc from 'fast-check';
import type { DataOf, DomainEventType } from '../../src/domain/events.js';
import type { ThingKind } from '../../src/domain/names.js';
import { needsOf } from '../../src/domain/reconcile/needs.js';
import { statuses, type Status } from '../../src/domain/reconcile/view.js';
import { everyone } from '../../src/domain/grants.js';
import { guardedViews } from '../../src/access/guarded-views.js';
import { nobody } from '../../src/access/asker.js';
import type { LedgerViews } from '../../src/read/ledger-views.js';
import { needKinds } from '../../src/read/need-kinds.js';
import { Views } from '../../src/read/views.js';
import { all } from './everything.js';
import { Scenario } from './scenario.js';

const incidents = ['base', 'camp', 'port'];
const questions = ['base/landed', 'base/inside', 'camp/landed', 'camp/who', 'port/landed'];
const sources = ['ap', 'news', 'army', 'officer', 'ap-2', 'police'];
const documents = ['page-1', 'page-2', 'page-3'];
const late = 'page-late';
const reason = 'because';

/** One act: which, and numbers to draw what it is about from. */
type Drawn = [act: (typeof acts)[number], a: number, b: number, c: number, d: number];
const acts = [
  'claim',
  'claim',
  'claim',
  'claim',
  'respond',
  'relay',
  'anonymous',
  'again',
  'early',
  'register',
  'move',
  'withdraw',
  'supersede',
  'rank',
  'correct',
  'attribute',
  'compare',
  'same',
  'same',
  'distinct',
  'describe',
  'describe',
  'resolve',
  'reopen',
  'constrain',
  'constrain',
  'lift',
  'undo',
  'restrict',
] as const;
const drawn: fc.Arbitrary<Drawn> = fc.tuple(
  fc.constantFrom(...acts),
  fc.nat(99),
  fc.nat(99),
  fc.nat(99),
  fc.nat(99),
);

const of = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Whatever the record allows, in any order. */
class Play {
  readonly it = new Scenario();
  readonly claims: { key: string; question: string; text: boolean }[] = [];
  readonly undoable: { kind: ThingKind; key: string; event: string; type: DomainEventType }[] = [];
  readonly resolved = new Set<string>();
  #constraints = 0;
  #registered = false;

  async begin(): Promise<this> {
    for (const source of sources)
      await this.it.source(source, {
        name: source === 'ap-2' ? 'AP' : source.toUpperCase(),
        kind: source === 'officer' ? 'person' : 'outlet',
      });
    for (const document of documents)
      await this.it.document(document, of(['ap', 'news'], document.length), `2022-01-0${document.at(-1)}`, {
        url: document === 'page-3' ? 'https://example.org/2' : `https://example.org/${document.at(-1)}`,
      });
    for (const incident of incidents) await this.it.incident(incident);
    for (const question of questions)
      await this.it.question(question, question === 'camp/who' ? { type: 'text', ask: 'Who?' } : {});
    return this;
  }

  async act([act, a, b, c, d]: Drawn): Promise<void> {
    const claim = this.claims.length > 0 ? of(this.claims, a) : undefined;
    const other = this.claims.length > 0 ? of(this.claims, b) : undefined;
    switch (act) {
      case 'claim':
        return this.claim(of(questions, a), of(documents, b), [of(['ap', 'news'], c), of(sources, d)], d % 4);
      case 'relay':
        return this.claim(of(questions, a), of(documents, b), [of(['ap', 'news'], b), 'officer'], c % 4, {
          utterance: 'u1',
        });
      case 'anonymous':
        return this.claim(of(questions, a), of(documents, b), ['news'], c % 4, { lineageRecorded: false });
      case 'again':
        return claim && this.claim(claim.question, of(documents, b), ['ap', 'officer'], 1);
      case 'early':
        // Of a page that is not in the record yet.
        return this.claim(of(questions, a), late, ['ap', of(sources, b)], c % 4);
      case 'register': {
        if (this.#registered) return;
        this.#registered = true;
        await this.it.document(late, 'ap', `2022-01-0${1 + (a % 3)}`);
        return;
      }
      case 'respond':
        return (
          claim && this.respond(claim.key, of(['denies', 'retracts', 'doubts'] as const, b), of(sources, c))
        );
      case 'move': {
        const [incident, question] = [of(incidents, b), of(questions, b)];
        if (!claim || claim.text || question === 'camp/who') return;
        claim.question = question;
        return this.did('claim', claim.key, 'ClaimMovedToQuestion', {
          incident: this.it.id(
            'incident',
            incident === question.split('/')[0] ? incident : question.split('/')[0]!,
          ),
          question: this.it.id('question', question),
          reason,
        });
      }
      case 'withdraw':
        return claim && this.did('claim', claim.key, 'ClaimWithdrawn', { reason });
      case 'supersede':
        if (!claim || !other || claim === other) return;
        return this.did('claim', claim.key, 'ClaimSuperseded', {
          by: this.it.id('claim', other.key),
          as: of(['update', 'correction', 'retraction'] as const, c),
          reason,
        });
      case 'rank':
        return (
          claim &&
          this.did('claim', claim.key, 'ClaimRanked', {
            rank: of(['deprecated', 'normal'] as const, b),
            reason,
          })
        );
      case 'correct':
        if (!claim || claim.text) return;
        return this.did('claim', claim.key, 'ClaimTranscriptionCorrected', {
          value: { kind: 'exact', n: b % 4 },
          citation: { exact: `said ${c % 2}` },
          reason,
        });
      case 'attribute':
        return (
          claim &&
          this.did('claim', claim.key, 'AttributionCorrected', {
            chain: [of(sources, b), of(sources, c)].map((source) => this.it.id('source', source)),
            reason,
          })
        );
      case 'compare':
        if (!claim?.text || !other?.text || claim === other) return;
        return this.did('claim', claim.key, 'WordingsCompared', {
          other: this.it.id('claim', other.key),
          same: c % 2 === 0,
          reason,
        });
      case 'same':
      case 'distinct':
        if (of(sources, a) === of(sources, b)) return;
        return this.did(
          'source',
          of(sources, a),
          act === 'same' ? 'SourcesMarkedSame' : 'SourcesMarkedDistinct',
          {
            other: this.it.id('source', of(sources, b)),
            reason,
          },
        );
      case 'describe':
        return this.did('source', of(sources, a), 'SourceDescribed', {
          name: of(['AP', 'Wire', 'Army'], b),
          kind: 'organisation',
          ...(of(sources, a) !== of(sources, c) && { memberOf: this.it.id('source', of(sources, c)) }),
          ...(d % 3 === 0 && { sameAs: ['wikidata:Q1'] }),
          reason,
        });
      case 'resolve':
        return this.resolve(of(questions, a), b % 4);
      case 'reopen':
        if (!this.resolved.delete(of(questions, a))) return;
        return this.did('question', of(questions, a), 'QuestionReopened', { reason });
      case 'constrain': {
        const [lesser, greater] = [of(questions, a), of(questions, b)];
        if (lesser === greater || lesser === 'camp/who' || greater === 'camp/who') return;
        return this.did('incident', lesser.split('/')[0]!, 'ConstraintDeclared', {
          constraint: `k${(this.#constraints += 1)}`,
          relation: {
            kind: 'at-most',
            lesser: this.it.id('question', lesser),
            greater: this.it.id('question', greater),
          },
        });
      }
      case 'lift':
        if (this.#constraints === 0) return;
        return this.did('incident', of(incidents, a), 'ConstraintLifted', {
          constraint: `k${1 + (b % this.#constraints)}`,
          reason,
        });
      case 'undo': {
        const last = this.undoable.pop();
        if (last) await this.it.undo(last.kind, last.key, last.event, last.type);
        return;
      }
      case 'restrict': {
        const type = b % 2 === 0 ? 'AccessRevoked' : 'AccessGranted';
        const grant = { kind: 'incident', incident: this.it.id('incident', of(incidents, a)) };
        await this.it.raw('access', everyone, type, { grant, reason });
        return;
      }
    }
  }

  private async claim(
    question: string,
    document: string,
    chain: string[],
    n: number,
    more: Partial<DataOf<'ClaimRecorded'>> = {},
  ): Promise<void> {
    const key = `c${this.claims.length}`;
    const text = question === 'camp/who';
    this.claims.push({ key, question, text });
    const value = text ? { value: { text: of(['militia', 'Militia', 'an unknown group'], n) } } : {};
    const citation = { exact: `said ${n}` };
    await this.it.claim(key, question, document, [...new Set(chain)], n, { citation, ...value, ...more });
  }

  private async respond(to: string, stance: 'denies' | 'retracts' | 'doubts', source: string): Promise<void> {
    const key = `r${this.it.events.length}`;
    await this.it.event('claim', key, 'ClaimRecorded', {
      namespace: 'case',
      key,
      incident: this.it.id('incident', 'base'),
      document: this.it.id('document', 'page-2'),
      chain: [this.it.id('source', source)],
      response: { to: [this.it.id('claim', to)], stance },
    });
  }

  private async resolve(question: string, n: number): Promise<void> {
    this.resolved.add(question);
    const claims = this.claims.filter((claim) => claim.question === question).slice(0, 2);
    await this.did('question', question, 'QuestionResolved', {
      value: question === 'camp/who' ? { text: 'militia' } : { kind: 'exact', n },
      claims: claims.map(({ key }) => this.it.id('claim', key)),
      stood: [],
      method: 'accounts@1',
      seen: 'x',
      reason,
    });
  }

  private async did<Type extends DomainEventType>(
    kind: ThingKind,
    key: string,
    type: Type,
    data: DataOf<Type>,
  ): Promise<void> {
    const event = await this.it.raw(kind, this.it.id(kind, key), type, { ...data });
    this.undoable.push({ kind, key, event, type });
  }
}

/** All that is kept, in words. */
function kept(views: LedgerViews): string {
  const listed = [...all((page) => views.attention.list({}, page), 3)];
  const byIncident = [...all((page) => views.incidents.list({}, undefined, page))].map(({ id }) => [
    id,
    views.attention.ofIncident(id),
  ]);
  return JSON.stringify({ listed, byIncident }, null, 1);
}

/** What each incident's view and dossier say, asked one by one and compared with what is kept. */
function compare(views: LedgerViews): void {
  const shown = [...all((page) => views.incidents.list({}, undefined, page))];
  const listed = [...all((page) => views.attention.list({}, page), 3)];
  for (const { id, name } of shown) {
    const view = views.incidentViews.view(id)!;
    const counts = statuses.flatMap((status) => {
      const questions = view.questions.filter((question) => question.status === status).length;
      return questions === 0 ? [] : [{ status, questions }];
    });
    expect(views.attention.ofIncident(id)!.statuses).toEqual(counts);
    const dossier = views.incidentViews.dossier(id)!;
    const needs = needsOf(dossier, view.incident).flatMap(({ question, needs: found }) =>
      found.map((need) => `${name}/${question.key} ${need.kind}: ${need.why}`),
    );
    const here = listed.filter(({ incident, kind }) => incident?.id === id && kind !== 'likely-same-claims');
    expect(here.map(({ kind, why, things }) => `${things[0]!.name} ${kind}: ${why}`).sort()).toEqual(
      needs.sort(),
    );
  }
  expect(
    listed.filter(({ incident }) => incident !== null && !shown.some(({ id }) => id === incident.id)),
  ).toEqual([]);
  const marked = (status: Status) => [...all((page) => views.incidents.list({ status }, undefined, page), 2)];
  for (const status of statuses) {
    const fitting = shown.filter(({ id }) =>
      views.incidentViews.view(id)!.questions.some((question) => question.status === status),
    );
    expect(marked(status).map(({ id }) => id)).toEqual(fitting.map(({ id }) => id));
  }
  for (const need of needKinds.filter((kind) => kind !== 'likely-same-sources')) {
    const fitting = new Set(listed.filter(({ kind }) => kind === need).map(({ incident }) => incident!.id));
    const found = [...all((page) => views.incidents.list({ need }, undefined, page))];
    expect(found.map(({ id }) => id)).toEqual(shown.filter(({ id }) => fitting.has(id)).map(({ id }) => id));
  }
}

describe('what needs a human, as it is kept', () => {
  it('is what is worked out from scratch, after any acts, for those who see all and for those who do not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 25, maxLength: 70, size: 'max' }), async (played) => {
        const play = await new Play().begin();
        const views = await Views.open(play.it.log, ':memory:');
        const stranger = guardedViews(views, () => nobody);
        for (const one of played) {
          await play.act(one);
          if (one[4] % 3 === 0) continue;
          await views.catchUp();
          // As it happens in a turn between two others: perhaps not to the end.
          if (one[4] % 3 === 1) views.attention.work(0.1);
          else await views.attention.ready();
        }
        await views.catchUp();
        expect(await views.attention.ready()).toBe(true);
        expect(views.health().setAside).toEqual([]);
        compare(views);
        compare(stranger);
        const anew = await Views.open(play.it.log, ':memory:');
        expect(await anew.attention.ready()).toBe(true);
        expect(kept(anew)).toBe(kept(views));
        await anew.close();
        await views.close();
      }),
      { numRuns: Number(process.env['ATTENTION_RUNS'] ?? 60), endOnFailure: true },
    );
  }, 300_000);
});
