import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../src/config.js';

const root = join(import.meta.dirname, '..');
const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);

describe('docker-compose.yml', () => {
  it('pins every image by its version', () => {
    const images = [...all(compose, /^ +image: (\S+)$/gm), ...all(dockerfile, /^FROM (\S+)/gm)];
    expect(images.length).toBeGreaterThan(4);
    for (const image of images) expect(image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+[\w.-]*$/);
  });

  it('starts with no password but those that it is given', () => {
    expect(compose).not.toContain('changeit');
    const passwords = all(compose, /\$\{(\w*PASSWORD[^}]*)\}/g);
    expect(passwords.length).toBeGreaterThan(5);
    for (const password of passwords) expect(password).toMatch(/^\w+:\?/);
    for (const [, user] of compose.matchAll(/esdb:\/\/(\w+):(?!\$\{)/g))
      throw new Error(`a password of ${user}`);
  });

  it('names volumes that it declares, and declares none that it does not name', () => {
    const declared = all(compose.slice(compose.lastIndexOf('\nvolumes:')), /^ {2}([\w-]+):$/gm);
    const named = all(compose, /^ +- ([a-z][\w-]*):\//gm);
    expect(new Set(declared)).toEqual(new Set(named));
  });

  it('gives the service settings that there are', () => {
    const given = all(compose, /^ +((?:LEDGER_|HOST|PORT|EVENTSTORE_URL)\w*):/gm);
    const known = [...Object.keys(settings), 'LEDGER_EVENTSTORE_PASSWORD'];
    expect(given.length).toBeGreaterThan(6);
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('gives the server no setting of the service: it would not start', () => {
    const ofServers = compose
      .split(/\n {2}(?=[\w-]+:\n)/)
      .filter((service) => /<<: \*eventstore\n/.test(service));
    expect(ofServers).toHaveLength(4);
    for (const service of ofServers) expect(service).not.toMatch(/EVENTSTORE_URL|LEDGER_/);
  });
});
