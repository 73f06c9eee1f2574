/** One line that moves, on a terminal; nothing at all where the output is piped. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #shown = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(what: string, done: number, total: number | undefined): void {
    if (!this.#stream.isTTY) return;
    const columns = this.#stream.columns || 80;
    const share = total === undefined || total === 0 ? undefined : Math.min(done / total, 1);
    const numbers =
      share === undefined ? done.toLocaleString('en') : `${Math.floor(share * 100)}%`.padStart(4);
    const room = Math.max(0, Math.min(40, columns - what.length - numbers.length - 4));
    const full = share === undefined ? 0 : Math.round(share * room);
    const bar = share === undefined ? '' : `${'█'.repeat(full)}${'░'.repeat(room - full)} `;
    this.#stream.cursorTo(0);
    this.#stream.write(`${what} ${bar}${numbers}`);
    this.#stream.clearLine(1);
    this.#shown = true;
  }

  clear(): void {
    if (!this.#shown) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
    this.#shown = false;
  }
}
