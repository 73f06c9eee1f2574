/** What a page shows of a claim beside its name. */
export interface ClaimCard {
  name: string;
  href: string;
  /** whose words: the last of the chain, carried on to the institution whose mouth it is */
  origin: string;
  /** false where the record does not say whose words they are */
  attributed: boolean;
  outlet: string;
  /** as recorded; null: unknown */
  publishedAt: string | null;
  timeZone: string;
  /** the value, the silence or the response in words */
  says: string;
  quote: string | null;
}
/** The cards of all claims that a page names. One that is missing was withdrawn since, or is not on show. */
export type Cards = Record<string, ClaimCard>;

/** A claim as a link: by name where several are listed, by its origin where it is told of. */
export function ClaimLink({
  cards,
  claim,
  by = 'name',
}: {
  cards: Cards;
  claim: string;
  by?: 'name' | 'origin';
}) {
  const card = Object.hasOwn(cards, claim) ? cards[claim] : undefined;
  if (!card) return <bdi class="quiet">{claim}</bdi>;
  return (
    <a href={card.href} title={`${card.origin}: ${card.says}`}>
      <bdi>{by === 'name' ? shortName(claim) : card.origin}</bdi>
    </a>
  );
}

/** So many are named one by one; of more the number is told. */
const manyClaims = 12;

export function ClaimLinks({ cards, claims }: { cards: Cards; claims: readonly string[] }) {
  return (
    <>
      {claims.slice(0, manyClaims).map((claim, index) => (
        <span key={claim}>
          {index > 0 && ', '}
          <ClaimLink cards={cards} claim={claim} />
        </span>
      ))}
      {claims.length > manyClaims && ` and ${claims.length - manyClaims} more`}
    </>
  );
}

/** Claims that nobody named are named by their id; the end of it tells two apart. */
export function shortName(claim: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(claim) ? `…${claim.slice(-6)}` : claim;
}

/** "6 outlets": the publishers of these claims, each once. Claims without a card count one each. */
export function outletsOf(cards: Cards, claims: readonly string[]): number {
  return new Set(claims.map((claim) => (Object.hasOwn(cards, claim) ? cards[claim]!.outlet : claim))).size;
}
