import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../config.js';
import { policyNames, type PolicyName } from '../domain/reconcile/view.js';
import { projectRoot } from '../runtime.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type {
  BundleOptions,
  DiffOptions,
  ExplainOptions,
  ImportCommandOptions,
  KeyOptions,
  MigrateCommand,
  PreviewOptions,
  VerifyOptions,
  ViewOptions,
} from './options.js';
import { print, printError } from './output.js';

/**
 * The command line. Each command is loaded when it is asked for, so that `--help` is instant.
 * @returns the exit code (exit.ts)
 */
export async function run(args: readonly string[]): Promise<ExitCode> {
  try {
    let code: ExitCode = exitCodes.done;
    const program = describe((ended) => {
      code = ended;
    });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return ended(error);
  }
}

function ended(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof Stop) {
    printError(error.message);
    return error.code;
  }
  if (error instanceof ConfigError) {
    printError(error.message);
    return exitCodes.usage;
  }
  printError(error instanceof Error ? error.message : String(error));
  return exitCodes.failed;
}

const examples = `
Examples:
  incident-ledger view ain-al-asad-rockets-2022-01-05
  incident-ledger view ain-al-asad-rockets-2022-01-05 --public-at 2022-01-05T14:00:00Z --json
  incident-ledger import case.incident.json --dry-run
  incident-ledger preview *.incident.json --policy range@1 --json

Exit codes: 0 done, 1 the ledger failed, 2 the command was not understood, 3 something given was refused or
differs from what is recorded, 4 what was asked for is not there.
Settings come from the environment (docs/SETTINGS.md); LEDGER_DATA_DIR names the ledger, default the demo ledger.`;

function describe(end: (code: ExitCode) => void): Command {
  const program = new Command('incident-ledger')
    .description('An append-only record of who claimed what about an incident, through whom, and when.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: (text) => process.stderr.write(text) })
    .addHelpText('after', examples);

  program
    .command('serve')
    .description('start the server (as npm start does)')
    .action(async () => {
      const { serve } = await import('../http/serve.js');
      await serve(process.env);
    });

  program
    .command('view')
    .description('what the record of an incident adds up to')
    .argument('<incident>', 'key, namespace:key or id')
    .addOption(publicAt())
    .addOption(knownAt())
    .addOption(policy())
    .option('--json', 'the view as data, as the server answers it')
    .action(async (incident: string, options: ViewOptions) => {
      const { view } = await import('./view.js');
      end(await view(readConfig(process.env), incident, options));
    });

  program
    .command('preview')
    .description('what incident files would add up to, without storing anything')
    .argument('<file...>', 'incident files, incident lines or tables of claims (.csv)')
    .addOption(csv())
    .addOption(namespace())
    .addOption(publicAt().argParser(several(instant)).default([]))
    .addOption(knownAt().argParser(instant))
    .addOption(policy().argParser(several(policyName)).default([]))
    .option('--json', 'one line for each file, instant and policy')
    .action(async (files: string[], options: PreviewOptions) => {
      const { preview } = await import('./preview.js');
      end(await preview(files, options));
    });

  program
    .command('import')
    .description(
      'take incident files, incident lines or tables of claims into the ledger; repeating it adds nothing',
    )
    .argument(
      '[file...]',
      'incident files (JSON), incident lines (NDJSON), claims (.csv); - for standard input',
    )
    .option('--dry-run', 'check and tell, write nothing')
    .addOption(csv())
    .addOption(namespace())
    .option('--template', 'print a table of claims to fill in, and import nothing')
    .option('--json', 'what happens as NDJSON lines')
    .action(async (files: string[], options: ImportCommandOptions) => {
      const { importCommand } = await import('./import.js');
      end(await importCommand(readConfig(process.env), files, options));
    });

  program
    .command('token')
    .description('make a one-time token that signs its finder in, in a file of the data folder')
    .option('--json', 'where it is, as data')
    .action(async (options: { json?: true }) => {
      const { token } = await import('./token.js');
      end(await token(readConfig(process.env), options));
    });

  program
    .command('rebuild')
    .description('make the views anew from the log')
    .option('--proofs', 'the tree of the proofs instead, and meet every checkpoint again')
    .option('--json', 'what happens as NDJSON lines')
    .action(async (options: { json?: true; proofs?: true }) => {
      const { rebuild } = await import('./rebuild.js');
      end(await rebuild(readConfig(process.env), options));
    });

  describeReading(program, end);
  describeProofs(program, end);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}

/** What a view rests on, and what changed it. */
function describeReading(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('explain')
    .description('why each claim on a question is in or out of each account, and what each policy answers')
    .argument('<incident>', 'key, namespace:key or id')
    .argument('<question>', 'its key')
    .addOption(publicAt())
    .addOption(knownAt())
    .option('--json', 'as data')
    .action(async (incident: string, question: string, options: ExplainOptions) => {
      const { explainCommand } = await import('./explain.js');
      end(await explainCommand(readConfig(process.env), incident, question, options));
    });

  program
    .command('diff')
    .description('what changed in the view of an incident between two instants, and by which events')
    .argument('<incident>', 'key, namespace:key or id')
    .addOption(new Option('--from-public-at <instant>', 'from what was public then').argParser(instant))
    .addOption(new Option('--from-known-at <instant>', 'from what this ledger knew then').argParser(instant))
    .addOption(publicAt())
    .addOption(knownAt())
    .option('--json', 'as data')
    .action(async (incident: string, options: DiffOptions) => {
      const { diff } = await import('./diff.js');
      end(await diff(readConfig(process.env), incident, options));
    });
}

/** What leaves the ledger with its proof, and what is done with one. */
function describeProofs(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('export')
    .description('write what the ledger holds on an incident as files that prove themselves')
    .requiredOption('--bundle <incident>', 'key, namespace:key or id')
    .option('--out <path>', 'a new folder, or a file that ends in .zip; default: <key>.bundle')
    .addOption(publicAt())
    .addOption(knownAt())
    .addOption(policy())
    .option('--with-restricted', 'also where incidents in it are restricted')
    .action(async ({ bundle, ...options }: BundleOptions & { bundle: string }) => {
      const { exportBundle } = await import('./export-bundle.js');
      end(await exportBundle(readConfig(process.env), bundle, options));
    });

  program
    .command('verify')
    .description('show that a proof, a bundle, a data folder or a served log is what was signed; offline')
    .argument('<what>', 'file or folder, or an address')
    .option('--key <key>', "the log's verifier key, or a file that holds it; default: the data folder's own")
    .option('--since <checkpoint>', 'a checkpoint that you kept: the log must continue it')
    .option('--json', 'the verdict as data')
    .action(async (what: string, options: VerifyOptions) => {
      const { verify } = await import('./verify.js');
      end(await verify(readConfig(process.env), what, options));
    });

  program
    .command('key')
    .description('the keys that sign the checkpoints')
    .option('--rotate', 'make a new one beside those there are; all of them sign from then on')
    .option('--retire <id>', 'let one sign no more, and delete its private half')
    .action(async (options: KeyOptions) => {
      const { key } = await import('./key.js');
      end(await key(readConfig(process.env), options));
    });

  program
    .command('migrate')
    .description(
      'copy a ledger between a data folder and an EventStoreDB: same events, same order, same proofs',
    )
    .requiredOption('--from <place>', 'a data folder, or esdb://...')
    .requiredOption(
      '--to <place>',
      'a data folder, or esdb://...; empty, or what a stopped migration has left',
    )
    .option('--json', 'what was copied, as data')
    .action(async (options: MigrateCommand) => {
      const { migrate } = await import('./migrate.js');
      end(await migrate(options));
    });
}

const csv = () => new Option('--csv', 'read as a table of claims, whatever its name is');
const namespace = () =>
  new Option('--namespace <key>', 'of the keys in a table of claims that has no such column');

const publicAt = () =>
  new Option(
    '--public-at <instant>',
    'what the public could know then (a date: at the end of that day, UTC)',
  ).argParser(instant);
const knownAt = () => new Option('--known-at <instant>', 'what this ledger knew then').argParser(instant);
const policy = () =>
  new Option(
    '--policy <name>',
    `how to answer: ${policyNames.join(', ')} (default ${policyNames[0]})`,
  ).argParser(policyName);

const instantPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

function instant(text: string): string {
  const [day] = text.split('T');
  const real = new Date(`${day}T00:00:00Z`);
  if (instantPattern.test(text) && !Number.isNaN(Date.parse(text)) && real.toISOString().startsWith(day!))
    return text;
  throw new InvalidArgumentError('Write 2022-01-05T14:00:00Z, with its zone, or a date alone: 2022-01-05.');
}

function policyName(text: string): PolicyName {
  const known = policyNames.find((name) => name === text);
  if (known) return known;
  throw new InvalidArgumentError(`It is one of ${policyNames.join(', ')}.`);
}

const several =
  <T>(parse: (text: string) => T) =>
  (text: string, before: T[]): T[] => [...before, parse(text)];

function version(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version;
}
