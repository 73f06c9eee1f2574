import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Why what was under way ended. */
export class ServerStops extends Error {
  override readonly name = 'ServerStops';
  constructor() {
    super('the server stops: send this again, to this server in a moment or to another');
  }
}

/** Word that the server is being stopped: nothing new is begun, and what goes on for long ends. */
@Injectable()
export class Stopping implements OnModuleDestroy {
  readonly #controller = new AbortController();

  /** Its reason is a ServerStops. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  onModuleDestroy(): void {
    this.#controller.abort(new ServerStops());
  }
}
