import type { Registry } from '../access/registry/registry.js';
import { SqliteRegistry } from '../access/registry/sqlite-registry.js';
import type { Config } from '../config.js';
import type { ContentStore } from '../log/content/content-store.js';
import { EventStoreContent } from '../log/content/eventstoredb-content.js';
import { SqliteContent } from '../log/content/sqlite-content.js';
import { EventStoreConnection, isServerAddress } from '../log/eventstoredb/connection.js';
import { EventStoreLog } from '../log/eventstoredb/eventstore-log.js';
import type { EventLog } from '../log/event-log.js';
import { FolderLock } from '../log/folder-lock.js';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';
import { EventStoreRegistry } from './eventstore-registry.js';

/** What is the ledger's, wherever it lies: everything else in a data folder is made from it, or is this replica's own. */
export interface Home {
  log: EventLog;
  content: ContentStore;
  registry: Registry;
  /** true where the order of the proofs' leaves must be written down, since the log's own holds other things */
  sequenced: boolean;
  /** true where other replicas write too, so that an answer may be a moment behind what they wrote */
  shared: boolean;
  /** Tells other processes on this machine where this one answers. */
  announce(address: string): void;
  close(): Promise<void>;
}

/**
 * Opens the ledger of the settings for writing: in the data folder, or on the EventStoreDB of EVENTSTORE_URL. Either
 * way one process has the data folder to itself: on EventStoreDB each replica keeps its own views there.
 * @throws LogFailed another process has the folder, or the log cannot be read
 * @throws LogUnavailable no server answers
 */
export function openHome(config: Config): Promise<Home> {
  return config.eventStoreUrl === undefined
    ? inFolder(config.dataDir)
    : onEventStore(config.eventStoreUrl, config.dataDir);
}

/** Users, keys and sessions alone: also beside the process that has the data folder. */
export function openRegistry({ eventStoreUrl, dataDir }: Config): Registry {
  if (eventStoreUrl === undefined) return SqliteRegistry.open(dataDir);
  return new EventStoreRegistry(EventStoreConnection.open(eventStoreUrl));
}

/** A home opened for reading, beside the process that has the data folder. */
export type HomeToRead = Pick<Home, 'log' | 'content' | 'close'>;

/** @throws LogFailed there is no ledger; LogUnavailable no server answers */
export async function openHomeToRead(config: Config): Promise<HomeToRead> {
  if (config.eventStoreUrl !== undefined) return partsOnEventStore(config.eventStoreUrl);
  const parts: { close(): Promise<void> }[] = [];
  const close = () => closeAll(parts);
  try {
    const log = await SqliteLog.open(config.dataDir, { readonly: true });
    parts.push(log);
    const content = await SqliteContent.open(config.dataDir, { readonly: true });
    parts.push(content);
    return { log, content, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One end of a migration: the ledger wherever it lies, with nothing of a replica. */
export type End = Pick<Home, 'log' | 'content' | 'registry' | 'close'>;

/**
 * @param place a data folder, or the address of an EventStoreDB (esdb://...)
 * @param ledger the id that it must have, or gets where there is none
 * @throws LogFailed a server has the folder, or another ledger lies there; LogUnavailable no server answers
 */
export function openEnd(place: string, ledger?: string): Promise<End> {
  return isServerAddress(place) ? partsOnEventStore(place, ledger) : inFolder(place, ledger);
}

async function inFolder(folder: string, ledger?: string): Promise<Home> {
  const log = await SqliteLog.open(folder, { ...(ledger !== undefined && { ledger }) });
  const parts: { close(): Promise<void> }[] = [log];
  const close = () => closeAll(parts);
  try {
    const content = await SqliteContent.open(folder);
    parts.push(content);
    const registry = SqliteRegistry.open(folder);
    parts.push(registry);
    const announce = (address: string) => log.announce(address);
    return { log, content, registry, sequenced: false, shared: false, announce, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function onEventStore(url: string, folder: string): Promise<Home> {
  const lock = FolderLock.take(folder);
  const opened: { close(): Promise<void> }[] = [{ close: async () => lock.release() }];
  const close = () => closeAll(opened);
  try {
    const parts = await partsOnEventStore(url);
    opened.push(parts);
    const announce = (address: string) => lock.announce(address);
    return { ...parts, sequenced: true, shared: true, announce, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One client for all of them; it is let go of with the last. */
async function partsOnEventStore(url: string, ledger?: string): Promise<End> {
  const connection = EventStoreConnection.open(url);
  const log = await EventStoreLog.open(connection, { ...(ledger !== undefined && { ledger }) });
  const content = new EventStoreContent(connection);
  const registry = new EventStoreRegistry(connection);
  return { log, content, registry, close: () => closeAll([log, content, registry]) };
}

async function closeAll(parts: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const part of parts.toReversed()) await part.close();
}
