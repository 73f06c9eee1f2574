import { mishaps, type Mishap } from '../../domain/reconcile/index.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import {
  befallenClaims,
  parts,
  sourceRecord,
  type Part,
  type SourceRecord,
} from '../../read/source-record.js';
import type { BefallenClaim } from '../../read/source-records.js';
import { claimPath, questionPathOf, sourcePath, withQuery } from '../links.js';
import type { BehindNumber, OnRecord } from '../pages/source-record.js';
import { parameter, type Query } from './asked.js';
import { summarySays } from './summary.js';

/** Claims behind a number on one page, and who is told of for each number. */
const behindShown = 50;
const byShown = 8;

const linkOf = (source: Ref) => ({ href: sourcePath(source.name), label: source.label || source.name });

/** What befell the words of a source, each number with the way to what is behind it. */
export async function onRecordOf(
  views: LedgerViews,
  source: Ref,
  name: string,
  query: Query,
): Promise<OnRecord> {
  const record = await sourceRecord(views, source.id);
  const here = sourcePath(name);
  const chosen = mishaps.find((what) => what === parameter(query, 'what'));
  const part = parts.find((one) => one === parameter(query, 'part')) ?? 'said';
  const number = (what: Mishap, of: Part) => {
    const count = record === undefined ? 0 : (of === 'said' ? record.said : record.passedOn)[what];
    return { count, href: count === 0 ? null : `${withQuery(here, { what, part: of })}#behind` };
  };
  return {
    claims: { said: record?.said.claims ?? 0, passedOn: record?.passedOn.claims ?? 0 },
    silences: { said: record?.said.silences ?? 0, passedOn: record?.passedOn.silences ?? 0 },
    rows: mishaps.map((what) => ({
      what,
      said: number(what, 'said'),
      passedOn: number(what, 'passed-on'),
      by: byWhom(record?.by ?? [], what),
    })),
    together: (record?.sources ?? [])
      .slice(1)
      .map(({ source: other, because }) => ({ ...linkOf(other), because })),
    ofIncidents: record === undefined || record.next === null ? null : record.incidents,
    behind: chosen === undefined ? null : await behind(views, source, here, chosen, part, query),
  };
}

/** Of its own claims and of those passed on together. */
function byWhom(by: SourceRecord['by'], what: Mishap): OnRecord['rows'][number]['by'] {
  const told = new Map<string, OnRecord['rows'][number]['by'][number]>();
  for (const one of by) {
    if (one.what !== what || one.source === null) continue;
    const known = told.get(one.source.id) ?? { ...linkOf(one.source), claims: 0 };
    told.set(one.source.id, { ...known, claims: known.claims + one.claims });
  }
  return [...told.values()].slice(0, byShown);
}

async function behind(
  views: LedgerViews,
  source: Ref,
  here: string,
  what: Mishap,
  part: Part,
  query: Query,
): Promise<BehindNumber> {
  const cursor = parameter(query, 'behind', 1_000);
  const request = { limit: behindShown, ...(cursor !== '' && { cursor }) };
  const page = await befallenClaims(views, source.id, { what, part }, {}, request);
  return {
    what,
    part,
    claims: (page?.items ?? []).map((one) => entry(views, one)),
    next: page?.next ? `${withQuery(here, { what, part, behind: page.next })}#behind` : null,
  };
}

function entry(
  views: LedgerViews,
  { claim, question, by, byLeftOut }: BefallenClaim,
): BehindNumber['claims'][number] {
  const says = (ref: Ref): string => {
    const summary = views.claims.get(ref.id);
    return summary ? summarySays(views, summary) : ref.name;
  };
  return {
    claim: { href: claimPath(claim.name), label: says(claim) },
    question: { href: questionPathOf(question.name), label: question.label || question.name },
    by: by.map((one) => ({
      claim: { href: claimPath(one.claim.name), label: says(one.claim) },
      who: one.origin.map(({ label, name }) => label || name).join(' with '),
      reason: one.act?.reason ?? null,
    })),
    byLeftOut,
  };
}
