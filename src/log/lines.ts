/** A command's place among those under way; `stream` once it is known where its act will stand. */
export interface Ticket {
  readonly number: number;
  stream?: string;
  readonly placed: Promise<void>;
  readonly done: Promise<void>;
}
interface OwnTicket extends Ticket {
  place(): void;
  finish(): void;
}

/**
 * The commands under way in this process, in the order in which they were given. A command waits only for earlier
 * ones, so no two ever wait for each other.
 */
export class Lines {
  #next = 0;
  readonly #unplaced = new Set<OwnTicket>();
  readonly #lines = new Map<string, Set<OwnTicket>>();

  enter(): Ticket {
    const placed = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const ticket: OwnTicket = {
      number: (this.#next += 1),
      placed: placed.promise,
      done: done.promise,
      place: placed.resolve,
      finish: done.resolve,
    };
    this.#unplaced.add(ticket);
    return ticket;
  }

  place(ticket: Ticket, stream: string): void {
    const own = ticket as OwnTicket;
    own.stream = stream;
    this.#unplaced.delete(own);
    const line = this.#lines.get(stream);
    if (line) line.add(own);
    else this.#lines.set(stream, new Set([own]));
    own.place();
  }

  leave(ticket: Ticket): void {
    const own = ticket as OwnTicket;
    this.#unplaced.delete(own);
    const line = own.stream === undefined ? undefined : this.#lines.get(own.stream);
    line?.delete(own);
    if (line?.size === 0) this.#lines.delete(own.stream!);
    own.place();
    own.finish();
  }

  /** Resolves when no command given before this one is still at work on the stream. */
  async earlier(ticket: Ticket, stream: string): Promise<void> {
    for (const other of this.#unplaced) if (other.number < ticket.number) await other.placed;
    for (const other of this.#lines.get(stream) ?? []) if (other.number < ticket.number) await other.done;
  }
}
