import type { EventLog, LoggedEvent } from '../../log/event-log.js';
import type { LeafPlace } from '../store.js';

/** In which order the events of a log become leaves. */
export interface LeafSource {
  /**
   * The leaves after the last one that was taken, at most `limit`; none: there are no more for now. `hash` is what
   * was written down when the leaf got its place, where anything was.
   * @throws IntegrityFault the log contradicts the order that was written down
   */
  next(after: LeafPlace | undefined, limit: number): Promise<{ event: LoggedEvent; hash?: Uint8Array }[]>;

  /**
   * Some leaves in a row as the log has them now, in their places; what stands there may be another event, or none.
   * @param before the leaf before the first of them
   */
  reread(places: readonly LeafPlace[], before: LeafPlace | undefined): Promise<(LoggedEvent | undefined)[]>;

  /**
   * Gives places to events that have none yet, where the log itself does not.
   * @returns false where another process is doing it, and some are still waiting
   */
  sequence?(after: LeafPlace | undefined): Promise<boolean>;
}

/** SQLite, and the memory log: the log's own order. The append stored bytes, and no more is needed. */
export class LogOrder implements LeafSource {
  constructor(private readonly log: EventLog) {}

  async next(after: LeafPlace | undefined, limit: number): Promise<{ event: LoggedEvent }[]> {
    const events = await this.log.readAll({ ...(after && { after: after.position }), limit });
    return events.map((event) => ({ event }));
  }

  reread(places: readonly LeafPlace[], before: LeafPlace | undefined): Promise<(LoggedEvent | undefined)[]> {
    return this.log.readAll({ ...(before && { after: before.position }), limit: places.length });
  }
}
