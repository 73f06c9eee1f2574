import { Views } from '../../src/read/views.js';
import { rockets, type Scenario } from './scenario.js';

/** What every event does to the views. */
describe('the views after', () => {
  let case1: Scenario;
  let views: Views;
  const caughtUp = async (): Promise<Views> => {
    await views.catchUp();
    return views;
  };
  beforeEach(async () => {
    case1 = await rockets();
    views = await Views.open(case1.log, ':memory:');
  });
  afterEach(() => views.close());

  it('what a case begins with: incident, questions, constraint, claims', async () => {
    const base = views.incidents.get(case1.id('incident', 'base'))!;
    expect(base).toMatchObject({
      name: 'base',
      title: 'The attack on base',
      place: 'Anbar',
      questions: 3,
      claims: 3,
    });
    expect(base.questionList.map(({ name, claims }) => [name, claims])).toEqual([
      ['base/landed', 0],
      ['base/inside', 2],
      ['base/outside', 1],
    ]);
    expect(base.constraints.map(({ text }) => text)).toEqual(['landed = inside + outside']);
  });
});
