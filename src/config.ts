import { join, resolve } from 'node:path';
import { doorSettings, readDoor, type Door } from './config-door.js';
import { keyFileName } from './integrity/log-key.js';
import { projectRoot } from './runtime.js';

export { isLoopback } from './config-door.js';

/** All settings of a start, checked. Nothing below the composition root reads the environment. */
export interface Config extends Door {
  readonly port: number;
  /** absolute path of the folder that holds log, views and captures */
  readonly dataDir: string;
  /** true when nobody named a ledger: the founding case in a folder of its own, to try things out */
  readonly demo: boolean;
  readonly foundingCase: boolean;
  /** where set, the log lies in EventStoreDB and the folder holds this replica's views alone */
  readonly eventStoreUrl?: string;
  /** absolute path of the file with the key that signs checkpoints */
  readonly logKeyFile: string;
  readonly logLevel: LogLevel;
}

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every setting with what it is for; docs/SETTINGS.md says the same at more length, and a test compares them. */
export const settings = {
  PORT: 'port to listen on, 0 for any free one; default 3000',
  ...doorSettings,
  LEDGER_DATA_DIR: "folder of the ledger; default: a demo ledger in the project's data/demo",
  LEDGER_FOUNDING_CASE: '1 loads the founding case at start; default: 1 for the demo ledger, else 0',
  EVENTSTORE_URL:
    'connection string of an EventStoreDB cluster that holds the log; default: SQLite in the folder',
  LEDGER_LOG_KEY_FILE:
    'file of the key that signs checkpoints, which replicas share; default: log-key.json in the folder',
  LEDGER_LOG_LEVEL:
    'how much the server logs to standard error: silent, error, warn, info, debug; default warn',
} as const;
export type Setting = keyof typeof settings;

/** A setting that cannot be used; `message` names it and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    readonly setting: Setting,
    problem: string,
  ) {
    super(`${setting}: ${problem}`);
  }
}

/** @throws ConfigError at the first setting that cannot be used */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = (name: Setting) => environment[name]?.trim() || undefined;
  const dataDir = given('LEDGER_DATA_DIR');
  const eventStoreUrl = eventStoreUrlOf(given('EVENTSTORE_URL'));
  if (eventStoreUrl !== undefined && dataDir === undefined) {
    throw new ConfigError(
      'LEDGER_DATA_DIR',
      'EVENTSTORE_URL is set, so name the folder for the views of this replica as well',
    );
  }
  const demo = dataDir === undefined;
  const folder = demo ? join(projectRoot, 'data', 'demo') : resolve(dataDir);
  return Object.freeze({
    port: portOf(given('PORT')),
    ...readDoor({ given, fail: (name, problem) => new ConfigError(name, problem) }),
    dataDir: folder,
    demo,
    foundingCase: switchOf('LEDGER_FOUNDING_CASE', given('LEDGER_FOUNDING_CASE'), demo),
    ...(eventStoreUrl !== undefined && { eventStoreUrl }),
    logKeyFile: resolve(given('LEDGER_LOG_KEY_FILE') ?? join(folder, keyFileName)),
    logLevel: logLevelOf(given('LEDGER_LOG_LEVEL')),
  });
}

function portOf(text = '3000'): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new ConfigError('PORT', `"${text}" is no port; give a whole number from 0 to 65535`);
  }
  return Number(text);
}

function switchOf(setting: Setting, text: string | undefined, otherwise: boolean): boolean {
  if (text === undefined) return otherwise;
  if (text === '1' || text === '0') return text === '1';
  throw new ConfigError(setting, `"${text}" is neither 1 nor 0`);
}

function eventStoreUrlOf(text: string | undefined): string | undefined {
  if (text === undefined || /^(esdb|kurrentdb)(\+discover)?:\/\/[^\s/]+/.test(text)) return text;
  // The text itself may hold a password, so it is not repeated.
  throw new ConfigError('EVENTSTORE_URL', 'expected esdb://host:port?tls=false or esdb+discover://...');
}

function logLevelOf(text = 'warn'): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level) return level;
  throw new ConfigError('LEDGER_LOG_LEVEL', `"${text}" is none of ${logLevels.join(', ')}`);
}
