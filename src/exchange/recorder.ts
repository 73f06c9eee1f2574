import type { Command } from '../domain/commands.js';
import type { Rejection, Warning } from '../domain/decider.js';
import type { Things } from '../domain/things.js';

/**
 * What an import needs of a ledger. Commands are decided one after another, in the order of the calls, each seeing
 * what those before it brought about; many may be on their way to the disk at once.
 */
export interface Recorder {
  /** the ledger's id, from which the ids of things follow */
  readonly ledger: string;

  /**
   * Decides and hands over. What was accepted is durable once a later `flush` has resolved.
   * @throws whatever stops the log; nothing after it is recorded
   */
  record(command: Command, options?: RecordOptions): Promise<Recorded>;

  /** A thing as it is now, with what is still on its way. */
  load<Kind extends keyof Things>(kind: Kind, id: string): Promise<Things[Kind] | undefined>;

  /** Resolves once all that was recorded is durable. */
  flush(): Promise<void>;

  /** Keeps a capture's text, durably, under its SHA-256. */
  keepText(text: string): Promise<Held>;
  /** A capture's text, where it is held. */
  readText(sha256: string): Promise<string | undefined>;

  /** What an editor who decides a question would see now. */
  lookAt(question: string): Promise<Seen>;
}

export interface RecordOptions {
  /** idempotency key: a thing that has seen it takes the command as done */
  key?: string;
  /** of an editor's act: when, where the file says so. A ledger records it now; a preview goes by it */
  act?: { at?: string };
}
export type Recorded = { accepted: true; added: boolean; warnings: Warning[] } | Refused;
export interface Refused {
  accepted: false;
  rejection: Rejection;
}
export interface Held {
  /** lower-case hex */
  sha256: string;
  /** bytes of its UTF-8 */
  length: number;
}
export interface Seen {
  /** ids of the claims that stand */
  stood: string[];
  method: string;
  /** digest of the incident's view, without `position` */
  seen: string;
}
