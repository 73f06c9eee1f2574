export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: number,
    /** the stream's last revision, -1 (`noStream`) if it does not exist */
    readonly actual: number,
  ) {
    super(`stream ${stream} is at revision ${actual}, not ${expected}: read it again and repeat the command`);
  }
}
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
}
/** Refused before it reached the log, since no log could take it: a mistake in the program, not in its data. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
}
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
  constructor(
    message: string,
    /** `full`: no space is left on the disk (HTTP 507); `unreachable`: all else (HTTP 503) */
    readonly reason: 'full' | 'unreachable' = 'unreachable',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
/** Stored bytes that are no event: the views set it aside and go on. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}
/** The log refuses to be written by a second process, or is damaged: stop, never retry. */
export class LogFailed extends Error {
  override readonly name = 'LogFailed';
}
