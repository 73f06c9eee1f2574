import type { ClaimDossier, QuestionDossier, ResolutionDossier } from '../domain/reconcile/dossier.js';
import type { Value } from '../domain/value.js';
import type { DossierNames } from './dossier-names.js';
import type { ClaimMaterial, QuestionMaterial } from './question-material.js';
import type { StoredResolution } from './questions.js';
import type { Store } from './store.js';
import type { StoredValue } from './stored-value.js';

/**
 * What a resolution had not seen: in a ledger the claims entered later; in a preview, whose events are all recorded
 * together, what was surely published after the moment that the act names (chapter "The view as data").
 */
export type Unseen = 'by-entry' | 'by-publication';

/** `recordedAt` of an act in a preview that names no moment. */
export const noMoment = '9999-12-31T23:59:59.999Z';

export function questionDossier(
  { state, claims }: QuestionMaterial,
  names: DossierNames,
  store: Store,
  unseen: Unseen,
): QuestionDossier {
  const { key, ask, type, unit, cumulative, multiple, categories, resolution } = state;
  return {
    name: `${names.incident(state.incident)}/${key}`,
    key,
    ask,
    type,
    ...(unit === undefined ? {} : { unit }),
    cumulative,
    multiple,
    categories: categories ?? [],
    claims: claims.map((claim) => claimDossier(claim, names)),
    ...(resolution === undefined ? {} : { resolution: resolutionDossier(resolution, names, store, unseen) }),
  };
}

/** Targets that were withdrawn are as if never entered: what only responded to them says nothing any more. */
function claimDossier(material: ClaimMaterial, names: DossierNames): ClaimDossier {
  const { state, respondsTo, supersedes, publishedAt, timeZone } = material;
  const { value, silence, response, chain, jointly, basis, assertedAt, asOf, utterance, credibility } = state;
  return {
    name: names.loadedClaim(material),
    entry: state.entry,
    placed: state.placed,
    ...(value === undefined ? {} : { value: valueByName(value, names) }),
    ...(silence === undefined ? {} : { silence }),
    ...(response === undefined || respondsTo.length === 0
      ? {}
      : { response: { to: respondsTo.map((claim) => names.claim(claim)), stance: response.stance } }),
    supersedes: supersedes.map(({ claim, as }) => ({ claim: names.claim(claim), as })),
    chain: chain.map((source) => names.source(source)),
    jointly: (jointly ?? []).map((source) => names.source(source)),
    lineageRecorded: state.lineageRecorded ?? true,
    inferred: state.inferred ?? false,
    ...(basis === undefined ? {} : { basis }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    timeZone,
    ...(assertedAt === undefined ? {} : { assertedAt }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(utterance === undefined ? {} : { utterance }),
    ...(credibility === undefined ? {} : { credibility: credibility.credibility }),
    rank: state.rank?.rank ?? 'normal',
  };
}

function resolutionDossier(
  { ord, value, claims, method, reason }: StoredResolution,
  names: DossierNames,
  store: Store,
  unseen: Unseen,
): ResolutionDossier {
  const recordedAt = store.recordedAt(ord);
  return {
    value: valueByName(value, names),
    claims: claims.map((claim) => names.claim(claim)),
    method,
    reason,
    unseen:
      unseen === 'by-entry'
        ? { entry: ord }
        : { publishedAfter: recordedAt === noMoment ? null : recordedAt },
  };
}

const valueByName = (value: StoredValue, names: DossierNames): Value =>
  'source' in value ? { source: names.source(value.source) } : value;
