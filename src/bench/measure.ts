/** What `npm run bench` measures and prints. */
export interface Result {
  name: string;
  /** measured against its counterpart in the same run; a goal that is no ratio has its unit in the name */
  ratio: number;
  goal: number;
  better: 'higher' | 'lower';
  /** where the time goes, for the table */
  detail?: string;
}
/** A benchmark: a file of this folder exports one as `measures`. It cleans up after itself. */
export interface Measure {
  /** what it is called to run it alone: `npm run bench -- appends` */
  name: string;
  run(): Promise<Result[]>;
}

export const reached = ({ ratio, goal, better }: Result): boolean =>
  better === 'higher' ? ratio >= goal : ratio <= goal;

/** Milliseconds that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

type Work = () => unknown;

/**
 * Times two ways of doing the same work in turns (a b, b a, ...), so that a machine that slows down slows both, and
 * takes the median of each, in milliseconds. What is called prepares, untimed, and returns the work to be timed.
 */
export async function sideBySide(
  rounds: number,
  a: () => Work,
  b: () => Work,
): Promise<{ a: number; b: number }> {
  const times = { a: [] as number[], b: [] as number[] };
  const once = async (prepare: () => Work, into: number[]) => {
    const work = prepare();
    globalThis.gc?.();
    into.push(await timed(work));
  };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) await once(a, times.a);
    await once(b, times.b);
    if (round % 2 === 1) await once(a, times.a);
  }
  return { a: median(times.a), b: median(times.b) };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
