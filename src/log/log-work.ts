import { channel } from 'node:diagnostics_channel';

/** One commit of a log, whether it took in one append or many. */
export interface Committed {
  /** id of the ledger: several logs may be open in one process */
  ledger: string;
  events: number;
  seconds: number;
}
/** An append that the log could not take; `stopped`: it takes no more until it is started again. */
export interface AppendFailed {
  ledger: string;
  why: 'full' | 'unreachable' | 'stopped';
}

const commits = channel('incident-ledger:commit');
const failures = channel('incident-ledger:append-failed');

/** What logs do, told to whoever wants to know in this process; it costs nothing where nobody does. */
export const logWork = {
  committed: (work: Committed): void => commits.publish(work),
  failed: (failure: AppendFailed): void => failures.publish(failure),
};

/** Returns how to stop. */
export function watchLogWork(
  ledger: string,
  watcher: { committed: (work: Committed) => void; failed: (failure: AppendFailed) => void },
): () => void {
  const onCommit = (work: unknown) => {
    if ((work as Committed).ledger === ledger) watcher.committed(work as Committed);
  };
  const onFailure = (failure: unknown) => {
    if ((failure as AppendFailed).ledger === ledger) watcher.failed(failure as AppendFailed);
  };
  commits.subscribe(onCommit);
  failures.subscribe(onFailure);
  return () => {
    commits.unsubscribe(onCommit);
    failures.unsubscribe(onFailure);
  };
}
