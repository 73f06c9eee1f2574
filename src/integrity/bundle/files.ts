import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { Malformed } from '../verifier/malformed.js';
import { descriptorName, type BundleFiles } from './format.js';

/** More is no bundle of one incident. */
const maxBytes = 1 << 30;
const maxFiles = 100;

export const isZip = (path: string): boolean => path.endsWith('.zip');
export const isBundleFolder = (path: string): boolean => existsSync(join(path, descriptorName));

/** To a new folder, or, where the name ends in .zip, to a file; nothing that is there is written over. */
export async function writeBundle(path: string, files: BundleFiles): Promise<void> {
  if (isZip(path)) return writeZip(path, files);
  mkdirSync(path);
  for (const [name, bytes] of files) writeFileSync(join(path, name), bytes, { flag: 'wx' });
}

async function writeZip(path: string, files: BundleFiles): Promise<void> {
  const zip = new ZipFile();
  // the same bundle gives the same bytes
  const mtime = new Date(Date.UTC(1980, 0, 1));
  for (const [name, bytes] of files) {
    zip.addBuffer(Buffer.from(bytes), name, { mtime, mode: 0o100644, forceDosTimestamp: true });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }));
}

/** @throws Malformed the folder or zip holds too much, names that are none, or is damaged */
export async function readBundleFiles(path: string): Promise<BundleFiles> {
  if (!isZip(path)) {
    const names = readdirSync(path);
    if (names.length > maxFiles)
      throw new Malformed(`the folder holds more than ${maxFiles} files: it is no bundle`);
    return new Map(names.map((name) => [name, readFileSync(join(path, name))]));
  }
  try {
    return await readZip(path);
  } catch (error) {
    if (error instanceof Malformed) throw error;
    throw new Malformed(`the zip file is damaged: ${(error as Error).message}`);
  }
}

async function readZip(path: string): Promise<BundleFiles> {
  const zip = await yauzl.openPromise(path, { strictFileNames: true });
  const files = new Map<string, Uint8Array>();
  let total = 0;
  try {
    if (zip.entryCount > maxFiles)
      throw new Malformed(`the zip holds more than ${maxFiles} files: it is no bundle`);
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize;
      if (total > maxBytes) throw new Malformed('the zip unpacks to more than 1 GiB: it is no bundle');
      if (files.has(entry.fileName)) throw new Malformed(`the zip holds ${entry.fileName} twice`);
      const parts: Uint8Array[] = [];
      for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Uint8Array);
      files.set(entry.fileName, Buffer.concat(parts));
    }
  } finally {
    zip.close();
  }
  return files;
}
