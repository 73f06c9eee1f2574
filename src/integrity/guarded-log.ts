import { LogFailed, type Appended, type EventLog, type SealedEvent } from '../log/event-log.js';

/** The log as everybody writes to it: read only as soon as the sealer has found that the record was changed. */
export function guardedLog<Log extends EventLog>(log: Log, fault: () => Error | undefined): Log {
  const append = (stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> => {
    const found = fault();
    if (found)
      return Promise.reject(new LogFailed(`the ledger is read only: ${found.message}`, { cause: found }));
    return log.append(stream, expected, events);
  };
  return new Proxy(log, {
    get(target, property) {
      if (property === 'append') return append;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
