import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startProcess } from './support/process.js';

/** The server as a process of its own, as `npm start` starts it. */
describe('starting and stopping', () => {
  const folder = temporaryFolder();
  const running = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    folder.remove();
  });

  function start(settings: Record<string, string>) {
    const started = startProcess(settings);
    running.add(started.child);
    return started;
  }

  it('answers once the founding case is in, stops at Ctrl-C, and starts again with nothing loaded twice', async () => {
    const settings = { LEDGER_DATA_DIR: join(folder.path, 'case'), LEDGER_FOUNDING_CASE: '1' };
    const first = start(settings);
    const address = await first.ready;
    expect(first.out()).toContain(settings.LEDGER_DATA_DIR);
    const head = async (at: string) =>
      ((await (await fetch(`${at}/health/ready`)).json()) as { views: { events: number } }).views.events;
    const events = await head(address);
    expect(events).toBeGreaterThan(400);

    // Through npm, Ctrl-C reaches the server twice.
    first.child.kill('SIGINT');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.out()).toContain('stopped');

    const began = performance.now();
    const second = start(settings);
    const again = await second.ready;
    const milliseconds = performance.now() - began;
    expect(await head(again)).toBe(events);
    process.stderr.write(`second start: ${Math.round(milliseconds)} ms to listening\n`);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 120_000);

  it('keeps what was acknowledged when it is stopped in the middle of requests', async () => {
    const settings = { LEDGER_DATA_DIR: join(folder.path, 'stopped') };
    const first = start(settings);
    const address = await first.ready;
    const acknowledged: string[] = [];
    const ask = async (n: number) => {
      const body = JSON.stringify({ key: `i-${n}`, title: `Incident ${n}` });
      const token = readFileSync(join(settings.LEDGER_DATA_DIR, 'local-token'), 'utf8').trim();
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const answer = await fetch(`${address}/v1/admin/incidents`, { method: 'POST', body, headers });
      if (answer.status === 201) acknowledged.push(`i-${n}`);
      if (n === 50) first.child.kill('SIGINT');
    };
    await Promise.allSettled(Array.from({ length: 200 }, (_, n) => ask(n)));
    expect({ code: await first.ended, err: first.err() }).toEqual({ code: 0, err: '' });
    expect(acknowledged.length).toBeGreaterThan(0);

    const second = start(settings);
    const again = await second.ready;
    for (const key of acknowledged) {
      expect((await fetch(`${again}/v1/incidents/${key}`)).status).toBe(200);
    }
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  }, 120_000);

  it('says that a folder is in use, and by whom', async () => {
    const settings = { LEDGER_DATA_DIR: join(folder.path, 'shared') };
    const first = start(settings);
    const address = await first.ready;
    const second = start(settings);
    expect(await second.ended).toBe(1);
    expect(second.err()).toMatch(/^incident-ledger: .*shared is being written by process \d+/);
    expect(second.err()).toContain(address);
    expect(second.err().trim().split('\n')).toHaveLength(1);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
  }, 120_000);

  it('says that a port is in use, and lets go of the folder', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const settings = { LEDGER_DATA_DIR: join(folder.path, 'port') };
    const refused = start({ ...settings, PORT: String(port) });
    expect(await refused.ended).toBe(1);
    expect(refused.err()).toMatch(/^incident-ledger: PORT: something listens there already/);
    other.close();
    const taken = start(settings);
    await taken.ready;
    taken.child.kill('SIGINT');
    expect(await taken.ended).toBe(0);
  }, 120_000);

  it('says that a setting, a folder or a file in the way cannot be used', async () => {
    const wrong = start({ HOST: '0.0.0.0' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.err()).toMatch(/^incident-ledger: HOST: "0\.0\.0\.0"/);

    writeFileSync(join(folder.path, 'file'), '');
    const inTheWay = start({ LEDGER_DATA_DIR: join(folder.path, 'file') });
    expect(await inTheWay.ended).toBe(1);
    expect(inTheWay.err()).toMatch(/^incident-ledger: LEDGER_DATA_DIR: /);

    const beneath = start({ LEDGER_DATA_DIR: join(folder.path, 'file', 'below') });
    expect(await beneath.ended).toBe(1);
    expect(beneath.err()).toMatch(/^incident-ledger: LEDGER_DATA_DIR: /);

    const locked = join(folder.path, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    if (process.getuid?.() === 0) return; // root may write everywhere
    const unwritable = start({ LEDGER_DATA_DIR: locked });
    expect(await unwritable.ended).toBe(1);
    expect(unwritable.err()).toMatch(/^incident-ledger: LEDGER_DATA_DIR: the folder cannot be written/);
  }, 120_000);
});
