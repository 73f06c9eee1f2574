import { connect, type Socket } from 'node:net';

export interface Request {
  path: string;
  token: string;
  body: string;
}

/** An HTTP/1.1 request on a connection that stays open, ready to be sent. */
export function requestBytes({ path, token, body }: Request): Buffer {
  const bytes = Buffer.from(body);
  const head =
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n` +
    `content-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

const headEnd = Buffer.from('\r\n\r\n');
const created = Buffer.from('HTTP/1.1 201');

/**
 * As many connections as asked for, each with one request under way: a client that costs little, so that the server is
 * what is measured. It reads of an answer its status and its length, and takes nothing but 201.
 */
export class Load {
  private constructor(private readonly lanes: readonly Lane[]) {}

  static async open(port: number, connections: number): Promise<Load> {
    const lanes = Array.from({ length: connections }, () => Lane.open(port));
    return new Load(await Promise.all(lanes));
  }

  /** Sends all of them, the next as soon as a connection is free. @throws Error at the first answer that is no 201 */
  async send(requests: readonly Buffer[]): Promise<void> {
    let next = 0;
    await Promise.all(
      this.lanes.map((lane) => lane.run(() => (next < requests.length ? requests[next++] : undefined))),
    );
  }

  close(): void {
    for (const lane of this.lanes) lane.close();
  }
}

class Lane {
  #received: Buffer = Buffer.alloc(0);
  #next: () => Buffer | undefined = () => undefined;
  #done: PromiseWithResolvers<void> | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#done?.reject(error));
    socket.on('close', () => this.#done?.reject(new Error('the server closed a connection')));
  }

  static open(port: number): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Lane(socket)));
    });
  }

  run(next: () => Buffer | undefined): Promise<void> {
    this.#next = next;
    this.#done = Promise.withResolvers();
    this.#send();
    return this.#done.promise;
  }

  close(): void {
    this.socket.destroy();
  }

  #send(): void {
    const request = this.#next();
    if (request) this.socket.write(request);
    else this.#done?.resolve();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf(headEnd);
    if (end === -1) return;
    const head = this.#received.toString('latin1', 0, end).toLowerCase();
    const length = Number(/content-length: (\d+)/.exec(head)?.[1]);
    if (this.#received.length < end + headEnd.length + length) return;
    const answer = this.#received;
    this.#received = Buffer.alloc(0);
    if (!answer.subarray(0, created.length).equals(created)) {
      this.#done?.reject(new Error(`the benchmark was answered ${answer.toString('utf8')}`));
      return;
    }
    this.#send();
  }
}
