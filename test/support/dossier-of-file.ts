import type { Category } from '../../src/domain/events.js';
import type {
  ClaimDossier,
  ConstraintDossier,
  Dossier,
  QuestionDossier,
} from '../../src/domain/reconcile/dossier.js';
import type { Value } from '../../src/domain/value.js';

/**
 * A dossier straight from an incident file, for tests of reconciliation alone: no log, no views, no rules of entry.
 * The product's own way is import and the read side; test/read holds the two against each other.
 */
export function dossierOfFile(file: IncidentFile, options: { knownAt?: string } = {}): Dossier {
  const acts = (file.acts ?? []).filter((act) => isKnown(act.at, options.knownAt));
  const questions = new Map<string, QuestionDossier>();
  const incidents = file.incidents.map((incident) => ({
    name: incident.key,
    title: incident.title,
    ...(incident.partOf === undefined ? {} : { partOf: incident.partOf }),
    questions: incident.questions.map((question) => {
      const made = questionOf(incident.key, question);
      questions.set(made.name, made);
      return made;
    }),
    constraints: (incident.constraints ?? []).map((constraint) => qualified(constraint, incident.key)),
  }));
  const documents = new Map(file.documents.map((document) => [document.key, document]));
  const claims = new Map<string, Placed>();
  for (const [entry, claim] of file.claims.entries()) {
    claims.set(claim.key, placed(claim, entry, documents.get(claim.document)!));
  }
  const dossier: Dossier = {
    incidents,
    sources: file.sources.map(({ key, name, kind, memberOf, speaksFor, sameAs = [] }) => ({
      name: key,
      label: name,
      kind,
      ...(memberOf === undefined ? {} : { memberOf }),
      ...(speaksFor === undefined ? {} : { speaksFor }),
      sameAs: sameAs.map((id) =>
        id.startsWith(`${file.namespace}:`) ? id.slice(file.namespace.length + 1) : id,
      ),
    })),
    ties: [],
    independent: [],
    wordings: [],
    faults: [],
  };
  const withdrawn = new Set(acts.flatMap((act) => (act.act === 'withdraw' ? [act.claim] : [])));
  for (const act of acts.filter(({ act }) => act !== 'withdraw')) applyAct(act, dossier, claims, questions);
  for (const claim of withdrawn) claims.delete(claim);
  for (const { claim, question, target } of claims.values()) {
    const under = question ?? questionUnder(claims, target);
    questions.get(under ?? '')?.claims.push(claim);
  }
  return dossier;
}

interface Placed {
  claim: ClaimDossier;
  question: string | undefined;
  target: string | undefined;
}

function questionUnder(claims: Map<string, Placed>, target: string | undefined): string | undefined {
  const walked = new Set<string>();
  let at = target === undefined ? undefined : claims.get(target);
  while (at && at.question === undefined && !walked.has(at.claim.name)) {
    walked.add(at.claim.name);
    at = at.target === undefined ? undefined : claims.get(at.target);
  }
  return at?.question;
}

function questionOf(incident: string, question: FileQuestion): QuestionDossier {
  return {
    name: `${incident}/${question.key}`,
    key: question.key,
    ask: question.ask,
    type: question.type,
    ...(question.unit === undefined ? {} : { unit: question.unit }),
    cumulative: question.cumulative ?? false,
    multiple: question.multiple ?? false,
    categories: (question.categories ?? []).map(({ key, label, broader }): Category => ({
      key,
      label,
      ...(broader === undefined ? {} : { broader: [broader].flat() }),
    })),
    claims: [],
  };
}

function qualified(constraint: ConstraintDossier, incident: string): ConstraintDossier {
  const full = (name: string): string => (name.includes('/') ? name : `${incident}/${name}`);
  switch (constraint.kind) {
    case 'sum':
      return { kind: 'sum', total: full(constraint.total), parts: constraint.parts.map(full) };
    case 'at-most':
      return { kind: 'at-most', lesser: full(constraint.lesser), greater: full(constraint.greater) };
    case 'same':
      return { kind: 'same', questions: constraint.questions.map(full) };
  }
}

function placed(claim: FileClaim, entry: number, document: FileDocument): Placed {
  const { value, silence, response, basis, assertedAt, asOf, utterance } = claim;
  const publishedAt = claim.publishedAt ?? document.publishedAt;
  const to = response && [response.to].flat();
  return {
    question:
      claim.question !== undefined && (value || silence) ? `${claim.incident}/${claim.question}` : undefined,
    target: to?.[0],
    claim: {
      name: claim.key,
      entry,
      placed: entry,
      ...(value === undefined ? {} : { value }),
      ...(silence === undefined ? {} : { silence }),
      ...(response === undefined ? {} : { response: { to: to!, stance: response.stance } }),
      supersedes: claim.supersedes ? [claim.supersedes] : [],
      chain: claim.chain,
      jointly: claim.jointly ?? [],
      lineageRecorded: claim.lineageRecorded ?? true,
      inferred: claim.inferred ?? false,
      ...(basis === undefined ? {} : { basis }),
      ...(publishedAt === undefined ? {} : { publishedAt }),
      timeZone: document.timeZone ?? 'UTC',
      ...(assertedAt === undefined ? {} : { assertedAt }),
      ...(asOf === undefined ? {} : { asOf }),
      ...(utterance === undefined ? {} : { utterance }),
      rank: 'normal',
    },
  };
}

function applyAct(
  act: FileAct,
  dossier: Dossier,
  claims: Map<string, Placed>,
  questions: Map<string, QuestionDossier>,
): void {
  switch (act.act) {
    case 'assess-source':
      dossier.sources.find(({ name }) => name === act.source)!.reliability = act.reliability;
      return;
    case 'assess-claim':
      claims.get(act.claim)!.claim.credibility = act.credibility;
      return;
    case 'rank':
      claims.get(act.claim)!.claim.rank = act.rank;
      return;
    case 'mark-same':
    case 'mark-distinct':
      dossier.ties.push({ same: act.act === 'mark-same', a: act.sources[0], b: act.sources[1] });
      return;
    case 'assert-independence':
      dossier.independent.push(act.sources);
      return;
    case 'supersede':
      claims.get(act.by)!.claim.supersedes.push({ claim: act.claim, as: act.as });
      return;
    case 'move':
      claims.get(act.claim)!.question = `${act.incident}/${act.question}`;
      return;
    case 'withdraw':
      return;
    case 'resolve':
      questions.get(`${act.incident}/${act.question}`)!.resolution = {
        value: act.value,
        claims: act.claims,
        method: 'reconciliation@1',
        reason: act.reason,
        unseen: { publishedAfter: act.at ?? null },
      };
      return;
    case 'reopen':
      delete questions.get(`${act.incident}/${act.question}`)!.resolution;
      return;
    case 'compare-wordings':
      dossier.wordings.push({ a: act.claims[0], b: act.claims[1], same: act.same });
      return;
    case 'correct-attribution': {
      const { claim } = claims.get(act.claim)!;
      if (act.chain) claim.chain = act.chain;
      if (act.lineageRecorded !== undefined) claim.lineageRecorded = act.lineageRecorded;
    }
  }
}

function isKnown(at: string | undefined, knownAt: string | undefined): boolean {
  if (at === undefined || knownAt === undefined) return true;
  const end = (text: string): number => Date.parse(text) + (text.length === 10 ? 86_400_000 : 0);
  return end(at) <= end(knownAt);
}

// --- the incident file, as far as reconciliation reads it ----------------------------------------------------------

export interface IncidentFile {
  namespace: string;
  sources: (Omit<Dossier['sources'][number], 'name' | 'label' | 'sameAs' | 'reliability'> & {
    key: string;
    name: string;
    sameAs?: string[];
  })[];
  documents: FileDocument[];
  incidents: {
    key: string;
    title: string;
    partOf?: string;
    questions: FileQuestion[];
    constraints?: ConstraintDossier[];
  }[];
  claims: FileClaim[];
  acts?: FileAct[];
}
export interface FileDocument {
  key: string;
  publisher: string;
  publishedAt?: string;
  timeZone?: string;
}
interface FileQuestion {
  key: string;
  ask: string;
  type: QuestionDossier['type'];
  unit?: string;
  cumulative?: boolean;
  multiple?: boolean;
  categories?: { key: string; label: string; broader?: string | string[] }[];
}
export interface FileClaim extends Partial<
  Pick<
    ClaimDossier,
    | 'value'
    | 'silence'
    | 'jointly'
    | 'lineageRecorded'
    | 'inferred'
    | 'basis'
    | 'publishedAt'
    | 'assertedAt'
    | 'asOf'
    | 'utterance'
  >
> {
  key: string;
  incident: string;
  question?: string;
  document: string;
  chain: string[];
  response?: { to: string | string[]; stance: NonNullable<ClaimDossier['response']>['stance'] };
  supersedes?: ClaimDossier['supersedes'][number];
}
type On<Act extends string, Data> = { act: Act; reason: string; at?: string } & Data;
export type FileAct =
  | On<
      'assess-source',
      { source: string; reliability: NonNullable<Dossier['sources'][number]['reliability']> }
    >
  | On<'assess-claim', { claim: string; credibility: NonNullable<ClaimDossier['credibility']> }>
  | On<'rank', { claim: string; rank: ClaimDossier['rank'] }>
  | On<'mark-same' | 'mark-distinct' | 'assert-independence', { sources: [string, string] }>
  | On<'supersede', { claim: string; by: string; as: ClaimDossier['supersedes'][number]['as'] }>
  | On<'move', { claim: string; incident: string; question: string }>
  | On<'withdraw', { claim: string }>
  | On<'resolve', { incident: string; question: string; value: Value; claims: string[] }>
  | On<'reopen', { incident: string; question: string }>
  | On<'compare-wordings', { claims: [string, string]; same: boolean }>
  | On<'correct-attribution', { claim: string; chain?: string[]; lineageRecorded?: boolean }>;
