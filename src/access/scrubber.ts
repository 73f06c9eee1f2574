import type {
  ClaimDetail,
  ClaimSummary,
  DocumentDetail,
  DocumentSummary,
  Hit,
  IncidentDetail,
  IncidentSummary,
  LikelySame,
  Need,
  NeedPage,
  QuestionDetail,
  QuestionSummary,
  Ref,
  Said,
  SourceDetail,
  SourceSummary,
  ViewDiff,
} from '../read/answers.js';
import type { Hiding } from '../read/hiding.js';

/**
 * Takes out of an answer what is hidden from who asked: undefined for what is hidden itself, and without the names of
 * hidden things for what is not.
 */
export class Scrubber {
  constructor(private readonly hiding: Hiding) {}

  private readonly isShown = ({ id }: Ref): boolean => !this.hiding.hides(id);
  private readonly orNull = (ref: Ref | null): Ref | null => (ref && this.isShown(ref) ? ref : null);

  readonly incident = (incident: IncidentSummary): IncidentSummary | undefined =>
    this.isShown(incident) ? { ...incident, partOf: this.orNull(incident.partOf) } : undefined;

  incidentDetail(detail: IncidentDetail | undefined): IncidentDetail | undefined {
    if (!detail || !this.isShown(detail)) return undefined;
    return {
      ...detail,
      partOf: this.orNull(detail.partOf),
      parts: detail.parts.filter(this.isShown),
      constraints: detail.constraints.filter(({ questions }) => questions.every(this.isShown)),
    };
  }

  readonly question = (question: QuestionSummary): QuestionSummary | undefined =>
    this.isShown(question) ? question : undefined;

  questionDetail(detail: QuestionDetail | undefined): QuestionDetail | undefined {
    if (!detail || !this.isShown(detail)) return undefined;
    const { resolution } = detail;
    return {
      ...detail,
      resolution: resolution && { ...resolution, claims: resolution.claims.filter(this.isShown) },
    };
  }

  readonly source = (source: SourceSummary): SourceSummary | undefined =>
    this.isShown(source) ? { ...source, ...this.#tiesOf(source) } : undefined;

  #tiesOf({ memberOf, speaksFor, knownTo }: SourceSummary) {
    return {
      memberOf: this.orNull(memberOf),
      speaksFor: this.orNull(speaksFor),
      knownTo: this.orNull(knownTo),
    };
  }

  sourceDetail(detail: SourceDetail | undefined): SourceDetail | undefined {
    if (!detail || !this.isShown(detail)) return undefined;
    const withShown = ({ source }: { source: Ref }) => this.isShown(source);
    return {
      ...detail,
      ...this.#tiesOf(detail),
      same: detail.same.filter(withShown),
      distinct: detail.distinct.filter(withShown),
      independent: detail.independent.filter(withShown),
      identified: detail.identified.filter(withShown),
      members: detail.members.filter(this.isShown),
      likelySame: detail.likelySame.filter((pair) => this.likelySame(pair) !== undefined),
    };
  }

  readonly likelySame = (pair: LikelySame): LikelySame | undefined =>
    this.isShown(pair.source) && this.isShown(pair.other) ? pair : undefined;

  readonly said = (said: Said): Said | undefined => {
    const claim = this.claim(said.claim);
    return claim && { ...said, claim };
  };

  readonly document = (document: DocumentSummary): DocumentSummary | undefined =>
    this.isShown(document) ? { ...document, claims: this.#claimsOf(document) } : undefined;

  documentDetail(detail: DocumentDetail | undefined): DocumentDetail | undefined {
    return detail && this.isShown(detail) ? { ...detail, claims: this.#claimsOf(detail) } : undefined;
  }

  #claimsOf({ id, claims }: DocumentSummary): number {
    return Math.max(0, claims - this.hiding.claimsIn(id));
  }

  readonly claim = (claim: ClaimSummary): ClaimSummary | undefined =>
    this.isShown(claim) ? this.#linksOf(claim) : undefined;

  claimDetail(detail: ClaimDetail | undefined): ClaimDetail | undefined {
    if (!detail || !this.isShown(detail)) return undefined;
    const withShown = ({ claim }: { claim: Ref }) => this.isShown(claim);
    return {
      ...this.#linksOf(detail),
      responses: detail.responses.filter(withShown),
      supersededBy: detail.supersededBy.filter(withShown),
      wordings: detail.wordings.filter(withShown),
    };
  }

  #linksOf<Claim extends ClaimSummary>(claim: Claim): Claim {
    const { response, ...rest } = claim;
    const to = response?.to.filter(this.isShown) ?? [];
    return {
      ...rest,
      ...(response && to.length > 0 && { response: { ...response, to } }),
      supersedes: claim.supersedes.filter((earlier) => this.isShown(earlier.claim)),
    } as Claim;
  }

  /** The views leave out what is hidden; what they name must not tell of it either. */
  needs(page: NeedPage): NeedPage {
    const items = page.items.flatMap((need): Need[] => {
      const things = need.things.filter(this.isShown);
      if (things.length < Math.min(need.things.length, 2)) return [];
      return [
        {
          ...need,
          things,
          claims: need.claims.filter(this.isShown),
          incident: this.orNull(need.incident),
        },
      ];
    });
    return { ...page, items };
  }

  readonly hit = (hit: Hit): Hit | undefined =>
    this.isShown(hit.thing) && (hit.incident === null || this.isShown(hit.incident)) ? hit : undefined;

  diff(diff: ViewDiff | undefined): ViewDiff | undefined {
    return (
      diff && {
        ...diff,
        events: diff.events.filter(({ thing }) => thing === null || this.isShown(thing)),
        published: diff.published.filter(({ claim }) => this.isShown(claim)),
      }
    );
  }
}
