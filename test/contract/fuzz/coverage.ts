/** Which operation has answered with what, how often. */
export class Coverage {
  readonly #counts = new Map<string, Map<number, number>>();
  readonly kinds = new Map<string, number>();

  constructor(private readonly operations: readonly string[]) {}

  add(operation: string, status: number, json: unknown): void {
    const counts = this.#counts.get(operation) ?? new Map<number, number>();
    counts.set(status, (counts.get(status) ?? 0) + 1);
    this.#counts.set(operation, counts);
    const type = status >= 400 ? (json as { type?: string } | undefined)?.type : undefined;
    if (type !== undefined) this.kinds.set(type, (this.kinds.get(type) ?? 0) + 1);
  }

  succeeded(operation: string): boolean {
    return [...(this.#counts.get(operation)?.keys() ?? [])].some((status) => status >= 200 && status < 300);
  }

  /** Those that never did what they are for. */
  unreached(): string[] {
    return this.operations.filter((operation) => !this.succeeded(operation));
  }

  /** What one has answered: `recordClaim 200:3 201:40 400:61`. */
  line(operation: string): string {
    const counts = [...(this.#counts.get(operation) ?? [])].toSorted(([a], [b]) => a - b);
    return `${operation.padEnd(24)} ${counts.map(([status, count]) => `${status}:${count}`).join(' ')}`;
  }

  table(): string {
    return this.operations.map((operation) => this.line(operation)).join('\n');
  }
}
