import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EventLog } from '../log/event-log.js';
import { watchLogWork } from '../log/log-work.js';
import { LOG } from './tokens.js';

/** Whether the log still takes anything in. */
@Injectable()
export class LogState implements OnModuleDestroy {
  #stopped = false;
  readonly #unwatch: () => void;

  constructor(@Inject(LOG) log: EventLog) {
    this.#unwatch = watchLogWork(log.ledger, {
      committed: () => {},
      failed: ({ why }) => {
        this.#stopped ||= why === 'stopped';
      },
    });
  }

  /** A write or a sync failed; what reached the disk is found out at the next start. */
  get stopped(): boolean {
    return this.#stopped;
  }

  onModuleDestroy(): void {
    this.#unwatch();
  }
}
