/** What the command line ends with (docs/FORMATS.md and `--help` say the same). */
export const exitCodes = {
  done: 0,
  /** the ledger could not be opened, read or written */
  failed: 1,
  /** the command was not understood */
  usage: 2,
  /** something that was given was not taken in as it stands: a file with problems, a refused line, other content */
  refused: 3,
  /** what was asked for is not there */
  notFound: 4,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a message for a person and a code for a script. */
export class Stop extends Error {
  override readonly name = 'Stop';
  constructor(
    readonly code: ExitCode,
    message: string,
  ) {
    super(message);
  }
}
