/** What goes wrong with one append. `lost`: it is written, and the answer never comes; `cut`: the connection goes. */
export type AppendFault =
  | 'no answer, not written'
  | 'no answer, written'
  | 'cut before'
  | 'cut after'
  | 'acknowledgement lost'
  | 'server not ready'
  | 'reset';
/** What goes wrong with one read. */
export type ReadFault = 'no answer' | 'server not ready' | 'cut';
/** What goes wrong with one subscription. */
export interface SubscriptionFault {
  /** it is never confirmed */
  unanswered?: boolean;
  /** the connection is cut after so many events */
  cutAfter?: number;
  /** it ends without an error after so many events */
  endAfter?: number;
  /** every event comes twice */
  twice?: boolean;
  /** a checkpoint at the end of the log comes before any event */
  earlyCheckpoint?: boolean;
}

/** Faults to come, each used once, in order; where none is left, all goes well. */
export class Faults {
  readonly appends: (AppendFault | 'none')[] = [];
  readonly reads: (ReadFault | 'none')[] = [];
  readonly subscriptions: SubscriptionFault[] = [];

  get left(): number {
    return this.appends.length + this.reads.length + this.subscriptions.length;
  }
}
