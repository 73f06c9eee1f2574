import type { Analysis } from './analysis.js';
import { noOriginOf, type NoOrigin } from './parts.js';
import type { VisibleClaim } from './sayings.js';
import { waysOf, type TieStep } from './ways.js';

/** Through whom one claim came, and whose words it is (R3). */
export interface Lineage {
  claim: string;
  /** as recorded, the publisher first; joint speakers after it. `as`: whose words they count as */
  chain: { source: string; as: string; role: 'publisher' | 'relay' | 'speaker' | 'jointly' }[];
  /** the sources that are its origin; empty: none */
  origin: string[];
  noOrigin: NoOrigin | null;
  /** the ties by which the chain's sources are carried on, each once */
  ties: TieStep[];
  /** other claims on the same question of the same origin, in R1's order */
  sameOrigin: string[];
}

export function lineageOf(analysis: Analysis, claim: VisibleClaim): Lineage {
  const { casebook, sayings } = analysis;
  const ways = waysOf(casebook.dossier);
  const { chain, jointly } = claim.claim;
  const end = chain.length - 1;
  const links: Lineage['chain'] = [
    ...chain.map((source, index) => ({
      source,
      as: casebook.sources.carry(source),
      role: index === end ? ('speaker' as const) : index === 0 ? ('publisher' as const) : ('relay' as const),
    })),
    ...jointly.map((source) => ({
      source,
      as: casebook.sources.carry(source),
      role: 'jointly' as const,
    })),
  ];
  const ties = links.flatMap(({ source, as }) => ways.toOrigin(source, as));
  const origin = sayings.originOf(claim);
  return {
    claim: claim.name,
    chain: links,
    origin: [...origin],
    noOrigin: noOriginOf(analysis, claim),
    ties: [...new Map(ties.map((tie) => [`${tie.from}\n${tie.to}\n${tie.by}`, tie])).values()],
    sameOrigin: origin.length === 0 ? [] : ofOneOrigin(analysis, claim, origin.join('\n')),
  };
}

function ofOneOrigin(analysis: Analysis, claim: VisibleClaim, originKey: string): string[] {
  const questions = analysis.sayings.questionsOf(claim);
  const names = questions.flatMap((question) =>
    analysis.sayings
      .on(question)
      .filter((saying) => saying.originKey === originKey && saying.claim !== claim)
      .map(({ name }) => name),
  );
  return [...new Set(names)];
}
