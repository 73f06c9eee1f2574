import type { Config } from '../config.js';
import { importAndTell, type ImportSource } from '../exchange/import.js';
import type { Tell } from '../exchange/report.js';
import { findWriter } from '../log/folder-lock.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import { fileFault, importSourceOf } from './file-source.js';
import { ImportPrinter } from './import-printer.js';
import { importOverHttp } from './import-over-http.js';
import type { ImportCommandOptions } from './options.js';
import { print } from './output.js';

/** Files are taken in one after another; a refused one does not stop the others. */
export async function importCommand(
  config: Config,
  files: readonly string[],
  options: ImportCommandOptions,
): Promise<ExitCode> {
  if (options.template) return printTemplate();
  if (files.length === 0)
    throw new Stop(exitCodes.usage, 'name the files to import, or - for standard input');
  const printer = new ImportPrinter(options.json ?? false);
  const sources = files.map((file) => importSourceOf(file, options));
  const server = findWriter(config.dataDir);
  try {
    if (server) {
      if (server.address === undefined) {
        throw new Stop(
          exitCodes.failed,
          `process ${server.pid} writes to ${config.dataDir} and answers nowhere: wait until it is done`,
        );
      }
      const { address } = server;
      const folder = config.dataDir;
      await each(sources, (source) => importOverHttp({ address, folder }, source, options, printer.tell));
    } else {
      await importHere(config, sources, options, printer.tell);
    }
  } finally {
    printer.end();
  }
  return printer.code;
}

async function printTemplate(): Promise<ExitCode> {
  const { csvTemplate } = await import('../exchange/csv/template.js');
  print(csvTemplate());
  return exitCodes.done;
}

async function importHere(
  config: Config,
  sources: readonly ImportSource[],
  options: { dryRun?: true },
  tell: Tell,
): Promise<void> {
  const { openLedger } = await import('../composition.js');
  const { importTarget } = await import('../composition/import-target.js');
  const open = await openLedger(config);
  try {
    await each(sources, (source) =>
      importAndTell(source, importTarget(open, { actor: 'local' }), {
        dryRun: options.dryRun ?? false,
        tell,
      }),
    );
  } finally {
    await open.close();
  }
}

async function each(
  sources: readonly ImportSource[],
  work: (source: ImportSource) => Promise<void>,
): Promise<void> {
  for (const source of sources) {
    try {
      await work(source);
    } catch (error) {
      const fault = fileFault(error);
      if (fault === undefined) throw error;
      throw new Stop(exitCodes.notFound, `${source.name}: ${fault}`);
    }
  }
}
