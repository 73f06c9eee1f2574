import { join } from 'node:path';
import { Access } from './access/access.js';
import { loadFoundingCase } from './composition/founding-case.js';
import { openHome, openHomeToRead } from './composition/homes.js';
import { importTarget } from './composition/import-target.js';
import type { Config } from './config.js';
import type { ImportTarget } from './exchange/import.js';
import type { ContentStore } from './log/content/content-store.js';
import { guardedLog } from './integrity/guarded-log.js';
import { Integrity } from './integrity/integrity.js';
import type { EventLog } from './log/event-log.js';
import { Ledger, type Meta } from './log/handle.js';
import { Views } from './read/views.js';

export const viewsFileName = 'views.sqlite';

/** A ledger opened from its settings, with all that a program does on it. */
export interface OpenLedger {
  log: EventLog;
  content: ContentStore;
  ledger: Ledger;
  integrity: Integrity;
  views: Views;
  access: Access;
  /** One target is one import. */
  importTarget(meta: Meta): ImportTarget;
  /** Tells other processes where this one answers. */
  announce(address: string): void;
  /** Finishes what was acknowledged and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Opens a ledger for writing: its views have caught up and follow the log, and the founding case is in, where the
 * settings ask for it.
 * @throws LogFailed another process writes to the folder, or what is in it cannot be read
 */
export async function openLedger(config: Config): Promise<OpenLedger> {
  const home = await openHome(config);
  const { content, registry } = home;
  const opened: { close(): Promise<void> }[] = [home];
  const close = async () => {
    for (const part of opened.toReversed()) await part.close();
  };
  try {
    const integrity = await Integrity.open({
      log: home.log,
      folder: config.dataDir,
      keyFile: config.logKeyFile,
      sequenced: home.sequenced,
    });
    opened.push(integrity);
    const log = guardedLog(home.log, () => integrity.sealer.fault);
    const views = await Views.open(log, join(config.dataDir, viewsFileName));
    opened.push(views);
    await views.follow();
    const ledger = new Ledger(log);
    const access = new Access({
      registry,
      ledger,
      id: log.ledger,
      views,
      folder: config.dataDir,
      ...(config.oidc && { oidc: config.oidc }),
    });
    opened.push(access);
    if (config.foundingCase) {
      await loadFoundingCase({ log, content, views });
      await views.catchUp();
    }
    return {
      log,
      content,
      ledger,
      integrity,
      views,
      access,
      importTarget: (meta) => importTarget({ log, content, views }, meta),
      announce: (address) => home.announce(address),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A ledger opened for reading, beside the process that writes it or without one. */
export interface ReadLedger {
  log: EventLog;
  content: ContentStore;
  views: Views;
  close(): Promise<void>;
}

/** @throws LogFailed or ViewsNotReady there is nothing there to read yet */
export async function readLedger(config: Config): Promise<ReadLedger> {
  const { log, content, close } = await openHomeToRead(config);
  try {
    const views = await Views.open(log, join(config.dataDir, viewsFileName), { readOnly: true });
    return {
      log,
      content,
      views,
      close: async () => {
        await views.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
