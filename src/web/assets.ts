import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
const resolve = (name: string): string => createRequire(import.meta.url).resolve(name);

/** A closed list, read once: no name in a request ever becomes a path. */
@Injectable()
export class Assets {
  readonly #assets = new Map<string, Asset>();

  constructor() {
    for (const name of readdirSync(join(here, 'assets'))) this.#add(name, join(here, 'assets', name));
    this.#add('htmx.js', resolve('htmx.org/dist/htmx.min.js'));
    this.#add('htmx-sse.js', resolve('htmx.org/dist/ext/hx-sse.min.js'));
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
