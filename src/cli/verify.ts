import { existsSync, readFileSync, statSync } from 'node:fs';
import { folderKeys, isDataFolder, verifyFolder } from '../composition/verify-folder.js';
import { requireView } from '../composition/bundle/replay.js';
import type { Config } from '../config.js';
import { isBundleFolder, isZip, readBundleFiles } from '../integrity/bundle/files.js';
import { fileNames, notShown } from '../integrity/bundle/format.js';
import { readBundle } from '../integrity/bundle/read.js';
import { overHttp, servedKeys, verifyServedLog } from '../integrity/verify/served-log.js';
import type { KnownHead } from '../integrity/verify/replay.js';
import { verifyClaimProof } from '../integrity/verifier/claim-proof.js';
import { openCheckpoint } from '../integrity/verifier/checkpoint.js';
import { Malformed, NotProven } from '../integrity/verifier/malformed.js';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../integrity/verifier/note.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type { VerifyOptions } from './options.js';
import { printLine } from './output.js';
import { ProgressBar } from './progress-bar.js';

/** What was shown, in words and as data. */
interface Verdict {
  verified: true;
  what: 'proof' | 'bundle' | 'folder' | 'log';
  log: string;
  /** events under the checkpoint */
  size: number;
  keys: string[];
  /** who named the keys: `given`, the data `folder`, or the log itself (`served`) */
  keysFrom: 'given' | 'folder' | 'served';
  shown: string[];
  notShown: string[];
}

/**
 * `verify WHAT`: offline but for an address. Prints `verified` and ends with 0, or says what is wrong and ends with 3;
 * what cannot be read or opened at all ends as everywhere (exit.ts).
 */
export async function verify(config: Config, what: string, options: VerifyOptions): Promise<ExitCode> {
  const bar = new ProgressBar();
  try {
    const verdict = await verdictOn(config, what, options, (done, total) =>
      bar.show('Verifying', done, total),
    );
    bar.clear();
    await tell(verdict, options);
    return exitCodes.done;
  } catch (error) {
    bar.clear();
    if (!(error instanceof Malformed || error instanceof NotProven)) throw error;
    if (options.json) await printLine(JSON.stringify({ verified: false, reason: error.message }));
    throw new Stop(exitCodes.refused, `${what} is refused: ${error.message}`);
  }
}

type Progress = (done: number, total: number) => void;

async function verdictOn(
  config: Config,
  what: string,
  options: VerifyOptions,
  progress: Progress,
): Promise<Verdict> {
  if (/^https?:\/\//.test(what)) return verdictOnServed(what, options, progress);
  if (!existsSync(what)) throw new Stop(exitCodes.notFound, `there is no file or folder ${what}`);
  if (statSync(what).isDirectory() && isDataFolder(what)) return verdictOnFolder(what, options, progress);
  if (isZip(what) || isBundleFolder(what)) return verdictOnBundle(config, what, options);
  if (statSync(what).isDirectory()) {
    throw new Stop(
      exitCodes.notFound,
      `${what} is neither a data folder nor a bundle; a log on EventStoreDB is verified by the address of a server`,
    );
  }
  return verdictOnProof(config, what, options);
}

async function verdictOnServed(what: string, options: VerifyOptions, progress: Progress): Promise<Verdict> {
  const get = overHttp(what);
  const given = await givenKeys(options);
  const keys = given ?? (await servedKeys(get));
  const { origin, size, hidden } = await verifyServedLog(
    get,
    keys,
    await earlierHeads(options, keys),
    progress,
  );
  return {
    verified: true,
    what: 'log',
    log: origin,
    size,
    keys: keys.map(formatVerifierKey),
    keysFrom: given ? 'given' : 'served',
    shown: [
      `all ${size - hidden} events that are served are the ones that were sealed, none missing, doubled or moved`,
      ...(hidden > 0 ? [`${hidden} events are given as their hash alone: they are counted, not seen`] : []),
      ...sinceLine(options),
    ],
    notShown: given ? [] : [servedKeyAdvice],
  };
}
const servedKeyAdvice =
  'that this is the log that you mean: the key came from the log itself. Pin it: --key, from somebody you trust.';

async function verdictOnFolder(what: string, options: VerifyOptions, progress: Progress): Promise<Verdict> {
  const given = await givenKeys(options);
  const keys = given ?? (await folderKeys(what));
  if (keys.length === 0) throw new NotProven('the folder names no key (no log.vkey): give one with --key');
  const found = await verifyFolder(what, keys, await earlierHeads(options, keys), progress);
  return {
    verified: true,
    what: 'folder',
    log: found.origin,
    size: found.size,
    keys: keys.map(formatVerifierKey),
    keysFrom: given ? 'given' : 'folder',
    shown: [
      `all ${found.size} sealed events are the ones that were sealed, none missing, doubled or moved`,
      `${found.checkpoints} checkpoints, each with the root of the events under it`,
      ...(found.incidents === undefined
        ? []
        : [
            `the views of ${countOf(found.incidents, 'incident')}, made anew from the events, are those of the folder`,
          ]),
      ...(found.texts > 0
        ? [`${countOf(found.texts, 'captured text')}, each with the hash that was recorded`]
        : []),
      ...(found.unsealed > 0
        ? [`${found.unsealed} events came after the last checkpoint: well-formed, not yet sealed`]
        : []),
      ...sinceLine(options),
    ],
    notShown: given
      ? []
      : ['that nobody made the folder anew with a key of his own: the key came from the folder itself'],
  };
}

async function verdictOnProof(config: Config, what: string, options: VerifyOptions): Promise<Verdict> {
  const { keys, given } = await pinnedKeys(config, options);
  const proven = await verifyClaimProof(readFileSync(what), keys);
  const first = proven.events[0]!.envelope;
  const indexes = proven.events.map(({ leafIndex }) => leafIndex).join(', ');
  return {
    verified: true,
    what: 'proof',
    log: proven.checkpoint.origin,
    size: proven.checkpoint.size,
    keys: proven.checkpoint.signedBy.map(formatVerifierKey),
    keysFrom: given ? 'given' : 'folder',
    shown: [
      `${countOf(proven.events.length, 'event')} of ${first.stream} ${proven.events.length === 1 ? 'is' : 'are'} in the log as given here (leaf ${indexes})`,
      ...proven.events.map(({ envelope }) => `${envelope.recordedAt} ${envelope.type} by ${envelope.actor}`),
    ],
    notShown: ['that nothing was left out: a later event of the claim would not be in an older proof'],
  };
}

async function verdictOnBundle(config: Config, what: string, options: VerifyOptions): Promise<Verdict> {
  const { keys, given } = await pinnedKeys(config, options);
  const content = await readBundle(await readBundleFiles(what), keys);
  await requireView(content);
  const { about, events, title } = content;
  return {
    verified: true,
    what: 'bundle',
    log: about.log,
    size: about.size,
    keys: keys.map(formatVerifierKey),
    keysFrom: given ? 'given' : 'folder',
    shown: [
      `${countOf(events.length, 'event')} on "${title}" are in the log as given here, every thing from its first event on`,
      `replayed by ${about.method}, they give the view in ${fileNames.view}, byte for byte but for its position`,
    ],
    notShown: [...notShown],
  };
}

const noKey = (config: Config) =>
  new Stop(
    exitCodes.usage,
    `no key is known: give the log's with --key (it stands at /log/key; no data folder in ${config.dataDir} names one)`,
  );

/** What may come from anybody is judged by a key from elsewhere: the one that was given, or the data folder's. */
async function pinnedKeys(
  config: Config,
  options: VerifyOptions,
): Promise<{ keys: VerifierKey[]; given: boolean }> {
  if (options.since !== undefined) {
    throw new Stop(exitCodes.usage, '--since needs the whole log: verify a data folder or an address');
  }
  const given = await givenKeys(options);
  const keys = given ?? (await folderKeys(config.dataDir));
  if (keys.length === 0) throw noKey(config);
  return { keys, given: given !== undefined };
}

async function givenKeys({ key }: VerifyOptions): Promise<VerifierKey[] | undefined> {
  if (key === undefined) return undefined;
  const text = existsSync(key) ? readFileSync(key, 'utf8') : key;
  const keys = await Promise.all(text.trim().split('\n').map(parseVerifierKey)).catch((error: Error) => {
    throw new Stop(exitCodes.usage, `--key: ${error.message}`);
  });
  return keys;
}

async function earlierHeads({ since }: VerifyOptions, keys: readonly VerifierKey[]): Promise<KnownHead[]> {
  if (since === undefined) return [];
  if (!existsSync(since)) throw new Stop(exitCodes.notFound, `there is no file ${since}`);
  return [{ ...(await openCheckpoint(readFileSync(since), keys)), from: `the checkpoint in ${since}` }];
}
const sinceLine = ({ since }: VerifyOptions): string[] =>
  since === undefined ? [] : [`it continues the checkpoint in ${since}`];

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

async function tell(verdict: Verdict, options: VerifyOptions): Promise<void> {
  if (options.json) return printLine(JSON.stringify(verdict));
  await printLine(`verified: ${verdict.log}, ${countOf(verdict.size, 'event')} under its checkpoint`);
  for (const line of verdict.shown) await printLine(`  ${line}`);
  const whence = {
    given: 'the key that was given',
    folder: "the data folder's own key",
    served: 'the key that the log serves',
  }[verdict.keysFrom];
  await printLine(`  signed with ${whence}: ${verdict.keys.join(', ')}`);
  for (const line of verdict.notShown) await printLine(`  not shown: ${line}`);
}
