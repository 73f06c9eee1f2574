/** A command's place among those under way. */
export class Ticket {
  /** where its act will stand, once that is known */
  stream: string | undefined;
  #placed: PromiseWithResolvers<void> | undefined;
  #done: PromiseWithResolvers<void> | undefined;

  constructor(readonly number: number) {}

  get placed(): Promise<void> {
    this.#placed ??= Promise.withResolvers();
    return this.#placed.promise;
  }
  get done(): Promise<void> {
    this.#done ??= Promise.withResolvers();
    return this.#done.promise;
  }
  tellPlaced(): void {
    this.#placed?.resolve();
  }
  tellDone(): void {
    this.#done?.resolve();
  }
}

/**
 * The commands under way in this process, in the order in which they were given. A command waits only for earlier
 * ones, so no two ever wait for each other.
 */
export class Lines {
  #next = 0;
  readonly #unplaced = new Set<Ticket>();
  readonly #lines = new Map<string, Set<Ticket>>();

  enter(): Ticket {
    const ticket = new Ticket((this.#next += 1));
    this.#unplaced.add(ticket);
    return ticket;
  }

  place(ticket: Ticket, stream: string): void {
    ticket.stream = stream;
    this.#unplaced.delete(ticket);
    const line = this.#lines.get(stream);
    if (line) line.add(ticket);
    else this.#lines.set(stream, new Set([ticket]));
    ticket.tellPlaced();
  }

  leave(ticket: Ticket): void {
    this.#unplaced.delete(ticket);
    const line = ticket.stream === undefined ? undefined : this.#lines.get(ticket.stream);
    line?.delete(ticket);
    if (line?.size === 0) this.#lines.delete(ticket.stream!);
    ticket.tellPlaced();
    ticket.tellDone();
  }

  /** Whether a command given before this one is, or may turn out to be, at work on the stream. */
  isBusy(ticket: Ticket, stream: string): boolean {
    return isAhead(this.#unplaced, ticket) || isAhead(this.#lines.get(stream), ticket);
  }

  /** Resolves when no command given before this one is still at work on the stream. */
  async earlier(ticket: Ticket, stream: string): Promise<void> {
    for (const other of this.#unplaced) if (other.number < ticket.number) await other.placed;
    for (const other of this.#lines.get(stream) ?? []) if (other.number < ticket.number) await other.done;
  }
}

function isAhead(tickets: Set<Ticket> | undefined, ticket: Ticket): boolean {
  for (const other of tickets ?? []) if (other.number < ticket.number) return true;
  return false;
}
