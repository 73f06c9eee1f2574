import { once } from 'node:events';

// A reader that has seen enough (| head) closes the pipe; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

export const print = (text: string): void => void process.stdout.write(text);
export const printError = (text: string): void => void process.stderr.write(`incident-ledger: ${text}\n`);

/** One line of output; waits where the reader is slower, so that long output does not pile up in memory. */
export async function printLine(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}
