import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Passes a loopback port on to another one, until the cable is pulled. */
export class Relay {
  port = 0;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(private readonly target: number) {}

  /** @param port the one to listen on; 0: any that is free */
  async listen(port = 0): Promise<this> {
    const server = createServer((outer) => this.#join(outer, connect(this.target, '127.0.0.1')));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  /** Breaks every connection, as a cable that is pulled. New ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Breaks every connection and takes no more. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server!.close(resolve));
    this.cut();
    await closed;
  }

  #join(outer: Socket, inner: Socket): void {
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      this.#sockets.add(one);
      one.setNoDelay();
      one.pipe(other);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
