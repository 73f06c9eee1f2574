import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Asset {
  type: string;
  bytes: Buffer;
  etag: string;
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

const here = import.meta.dirname;

/** A closed list, read once: no name in a request ever becomes a path. */
@Injectable()
export class Assets {
  readonly #assets = new Map<string, Asset>();

  constructor() {
    for (const name of readdirSync(join(here, 'assets'))) this.#add(name, join(here, 'assets', name));
  }

  get(name: string): Asset | undefined {
    return this.#assets.get(name);
  }

  #add(name: string, path: string): void {
    const type = types[name.split('.').at(-1)!];
    if (type === undefined) return;
    const bytes = readFileSync(path);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    this.#assets.set(name, { type, bytes, etag });
  }
}
