import { readFileSync } from 'node:fs';
import { policyNames, statuses, type PolicyName } from '../../src/domain/reconcile/view.js';
import { reconcile } from '../../src/domain/reconcile/index.js';
import { dossierOfFile, type IncidentFile } from '../support/dossier-of-file.js';
import { factsOf } from '../support/facts.js';

/** docs/METHOD.md quotes the founding case; every quoted line must be what the program says. */
const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const method = text('docs/METHOD.md');
const dossier = dossierOfFile(
  JSON.parse(text('src/exchange/founding-case/ain-al-asad-2022.incident.json')) as IncidentFile,
);

interface Example {
  incident: string;
  question: string;
  publicAt: string | null;
  policy: PolicyName;
  lines: string[];
}
const examples = [
  ...method.matchAll(/^```facts (\S+)\/(\S+)(?: public at (\S+))?(?: by (\S+))?\n([\s\S]*?)^```$/gm),
].map(([, incident, question, publicAt, policy, lines]): Example => ({
  incident: incident!,
  question: question!,
  publicAt: publicAt ?? null,
  policy: (policy as PolicyName | undefined) ?? 'accounts@1',
  lines: lines!.trim().split('\n'),
}));

describe('docs/METHOD.md', () => {
  it.each(examples)(
    '$incident/$question, public at $publicAt, by $policy',
    ({ incident, question, publicAt, policy, lines }) => {
      const view = reconcile(dossier, incident, { publicAt, policy });
      const facts = factsOf(view.questions.find(({ key }) => key === question)!);
      for (const line of lines) expect(facts).toContain(line);
    },
  );

  it('has an example for every rule and a word on every policy and status', () => {
    const chapters = method.split(/^## /m).slice(1);
    for (let rule = 1; rule <= 11; rule += 1) {
      const chapter = chapters.find((one) => one.startsWith(`R${rule} `));
      expect(chapter).toMatch(/^```facts /m);
    }
    for (const policy of policyNames) expect(method).toContain(policy);
    expect(method.match(/^```facts /gm)).toHaveLength(examples.length);
    expect(statuses).toHaveLength(13);
  });
});
