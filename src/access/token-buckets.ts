import { LRUCache } from 'lru-cache';

interface Bucket {
  tokens: number;
  /** milliseconds */
  at: number;
}

const mostBuckets = 20_000;

/**
 * How often somebody may do something: `burst` times at once, and `perSecond` on average. A bucket is two numbers,
 * whatever the rate; those not used for longest are forgotten, full ones first of all by their nature.
 */
export class TokenBuckets {
  readonly #buckets = new LRUCache<string, Bucket>({ max: mostBuckets });

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Takes one. 0: it was there; else the seconds until there is one. */
  take(who: string): number {
    const bucket = this.#now(who);
    if (bucket.tokens < 1) return (1 - bucket.tokens) / this.perSecond;
    bucket.tokens -= 1;
    return 0;
  }

  /** The seconds until there is one; 0: there is. Takes none. */
  wait(who: string): number {
    return Math.max(0, (1 - this.#now(who).tokens) / this.perSecond);
  }

  #now(who: string): Bucket {
    const now = this.clock();
    const known = this.#buckets.get(who);
    if (!known) {
      const bucket = { tokens: this.burst, at: now };
      this.#buckets.set(who, bucket);
      return bucket;
    }
    known.tokens = Math.min(this.burst, known.tokens + ((now - known.at) / 1000) * this.perSecond);
    known.at = now;
    return known;
  }
}
