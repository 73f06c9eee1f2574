/** How long the adapter waits, in milliseconds. */
export interface Patience {
  /** for one answer, before it is taken for lost and asked for again */
  attemptMs: number;
  /** for one call, with all that is asked again, before the caller hears that the log is unavailable */
  callMs: number;
}

/**
 * An answer takes milliseconds, a leader's election up to ten seconds: nobody should hear of one unless it fails, and
 * nobody should wait for longer than a person does.
 */
export const usualPatience: Patience = { attemptMs: 5_000, callMs: 30_000 };

/** Rejected by the adapter's own timer: the call may have been carried out or not. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** The answer, or NoAnswer: some calls of the client have no deadline, and an answer can be lost on any of them. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(ms)), ms);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
