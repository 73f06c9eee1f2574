import { type Credentials, EventStoreDBClient } from '@eventstore/db-client';
import { LogFailed } from '../errors.js';
import { isPassing, meaningOf } from './failure.js';
import { type Patience, pause, usualPatience, within } from './patience.js';

export const isServerAddress = (place: string): boolean => /^(esdb|kurrentdb)(\+discover)?:\/\//.test(place);

const firstPauseMs = 50;
const longestPauseMs = 1_000;
const farewellMs = 3_000;

/** What goes with each write: whom it is by (see `credentials`), and that only the leader may answer. */
export interface WriteOptions {
  credentials: Credentials;
  requiresLeader: true;
  /** milliseconds */
  deadline: number;
}

/**
 * One client of EventStoreDB for a process: its log and its content store share it. Every call goes through `ask`,
 * which asks again what may be asked again.
 */
export class EventStoreConnection {
  #users = 0;

  private constructor(
    readonly client: EventStoreDBClient,
    private readonly credentials: Credentials,
    readonly patience: Patience,
  ) {}

  /**
   * @param url esdb://user:password@host:2113,host:2113?... as the client's documentation has it
   * @throws LogFailed the address cannot be understood
   */
  static open(url: string, patience: Patience = usualPatience): EventStoreConnection {
    try {
      // The server's later name for the same protocol, which this client does not know yet.
      const address = url.replace(/^kurrentdb/, 'esdb');
      return new EventStoreConnection(
        EventStoreDBClient.connectionString(address),
        credentialsOf(address),
        patience,
      );
    } catch (cause) {
      throw new LogFailed(`EVENTSTORE_URL is no address of EventStoreDB: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  /** One that holds on to the connection until it calls `leave`. */
  join(): void {
    this.#users += 1;
  }

  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    // A server that has gone would keep a client from ending.
    await within(farewellMs, this.client.dispose()).catch(() => {});
  }

  /**
   * Credentials with the call send an append by the unary way. The other way, batches, has no deadline, and keeps what
   * is pending in one map for all clients of a process, which one client's error rejects for all. On a server without
   * users they are not looked at.
   */
  get write(): WriteOptions {
    return { credentials: this.credentials, requiresLeader: true, deadline: this.patience.attemptMs };
  }

  /**
   * Asks until there is an answer: a lost one, a moved leader, a server that is not ready are asked again for as long
   * as the patience lasts. Whatever is asked must come out the same when asked twice.
   * @throws LogUnavailable no answer in that time; the outcome is unknown
   */
  async ask<T>(attempt: () => Promise<T>): Promise<T> {
    const until = performance.now() + this.patience.callMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await attempt();
      } catch (error) {
        if (!isPassing(error) || performance.now() + pauseMs > until) throw passingOrMeaning(error);
      }
      // Not all at the same moment, where many wait for the same leader.
      await pause(pauseMs * (0.5 + Math.random() / 2));
    }
  }
}

/** Refusals that the caller must tell apart (a wrong revision, a stream that is not there) pass through. */
function passingOrMeaning(error: unknown): unknown {
  const type = (error as { type?: unknown }).type;
  return type === 'wrong-expected-version' || type === 'stream-not-found' || type === 'stream-deleted'
    ? error
    : meaningOf(error);
}

function credentialsOf(url: string): Credentials {
  const match = /^[^:]+:\/\/([^:@/?]+):([^@]+)@/.exec(url);
  if (!match) return { username: 'nobody', password: 'nothing' };
  return { username: decodeURIComponent(match[1]!), password: decodeURIComponent(match[2]!) };
}
