import { oneQuestion } from '../../../src/bench/made-claims.js';
import { Analysis } from '../../../src/domain/reconcile/analysis.js';
import type { ClaimDossier } from '../../../src/domain/reconcile/dossier.js';
import { historiesOf } from '../../../src/domain/reconcile/history.js';
import { Sayings } from '../../../src/domain/reconcile/origins.js';
import { Utterances } from '../../../src/domain/reconcile/utterance.js';
import { Casebook } from '../../../src/domain/reconcile/visible.js';

/** One speaker, hour after hour, through three outlets; every seventh relay says when it was said. */
function ticker(count: number, values: number): Casebook {
  const dossier = oneQuestion(count);
  const hour = (n: number) => new Date(Date.UTC(2022, 0, 1, n)).toISOString();
  dossier.incidents[0]!.questions[0]!.claims.forEach((claim: ClaimDossier, n) => {
    claim.chain = [`outlet-${n % 3}`, 'speaker-0'];
    claim.lineageRecorded = true;
    claim.value = { kind: 'exact', n: n % values };
    claim.publishedAt = hour(n);
    if (n % 7 === 0) claim.assertedAt = hour(n - 2);
  });
  return new Casebook(dossier);
}

describe('an origin that spoke often on one question', () => {
  it('spoke when the latest of its relays that say so has it, as where it spoke seldom', () => {
    const casebook = ticker(200, 9);
    const [question] = casebook.dossier.incidents[0]!.questions;
    const sayings = new Sayings(casebook, casebook.claims);
    const utterances = new Utterances(casebook, sayings);
    const all = sayings.on(question!.name);
    expect(all).toHaveLength(200);
    for (const saying of all) {
      const { asserted, published } = saying.claim;
      const alike = all.filter(({ value }) => JSON.stringify(value) === JSON.stringify(saying.value));
      const said = alike
        .flatMap(({ claim }) => claim.asserted ?? [])
        .filter(({ low }) => low <= published.high);
      const latest = said.toSorted((a, b) => b.low - a.low)[0];
      expect(utterances.of(saying, question!)).toEqual(asserted ?? latest ?? alike[0]!.claim.published);
    }
  });

  it.each([500, 100_000])('is judged in a bounded time, with %i values', (values) => {
    const casebook = ticker(4_000, values);
    const [question] = casebook.dossier.incidents[0]!.questions;
    const began = process.cpuUsage();
    const analysis = new Analysis(casebook, casebook.claims, true);
    expect(analysis.question(question!).standing.length).toBeGreaterThan(0);
    expect(analysis.question(question!).divergences).toBeDefined();
    expect(historiesOf(casebook, casebook.claims).get(question!.name)).toHaveLength(4_000);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(20);
  });
});
