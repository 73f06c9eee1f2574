import { Readable } from 'node:stream';
import { localTokenFile, readTokenFile } from '../access/token-file.js';
import type { ImportSource } from '../exchange/import.js';
import { splitLines } from '../exchange/incident-lines.js';
import type { ImportEvent, Tell } from '../exchange/report.js';
import { exitCodes, Stop } from './exit.js';

/**
 * Imports through a server that is running: it alone writes to its folder. The file goes out as a stream, and what
 * happens comes back as NDJSON, line by line.
 */
export async function importOverHttp(
  server: { address: string; folder: string },
  source: ImportSource,
  options: { dryRun?: true },
  tell: Tell,
): Promise<void> {
  const { address } = server;
  const url = new URL('/v1/admin/imports', address);
  url.searchParams.set('name', source.name);
  if (options.dryRun) url.searchParams.set('dryRun', 'true');
  if (source.csv?.namespace !== undefined) url.searchParams.set('namespace', source.csv.namespace);
  if (source.size !== undefined) url.searchParams.set('size', String(source.size));
  const answer = await send(url, source, readTokenFile(server.folder, localTokenFile));
  if (!answer.ok || !answer.body) throw new Stop(exitCodes.failed, await refusal(answer, address));
  let ended = false;
  for await (const { bytes } of splitLines(address, Readable.fromWeb(answer.body as never))) {
    if (bytes.length === 0) continue;
    const event = JSON.parse(Buffer.from(bytes).toString('utf8')) as ImportEvent;
    ended = 'report' in event || 'refused' in event || 'failed' in event;
    tell(event);
  }
  if (!ended) {
    const message = `the server at ${address} went away in the middle. Import the file again: that completes it.`;
    throw new Stop(exitCodes.failed, message);
  }
}

/** Who can read the data folder is let in by the token that the server keeps there while it runs. */
async function send(url: URL, source: ImportSource, token: string | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': source.csv ? 'text/csv' : 'application/x-ndjson',
        accept: 'application/x-ndjson',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: Readable.toWeb(Readable.from(source.chunks)) as never,
      duplex: 'half',
    } as RequestInit);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Stop(
      exitCodes.failed,
      `the server at ${url.origin} writes to this ledger and did not answer: ${cause}`,
    );
  }
}

async function refusal(answer: Response, address: string): Promise<string> {
  const text = await answer.text();
  if (answer.status === 404 || answer.status === 405) {
    return `the server at ${address} writes to this ledger and takes no imports: stop it, and import again`;
  }
  try {
    const problem = JSON.parse(text) as { title?: string; detail?: string };
    return `the server at ${address} said: ${problem.detail ?? problem.title ?? text}`;
  } catch {
    return `the server at ${address} answered with ${answer.status}`;
  }
}
