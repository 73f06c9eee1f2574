import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import { compare, type Comparison, underLoad, type Written } from './load.js';
import { Relay } from './protocol-server/relay.js';

/**
 * Real trouble with real servers. EVENTSTORE_NODES says how to start them: a JSON list of shell commands, each of which
 * runs one node in the foreground (and becomes it: exec); EVENTSTORE_URL is where they answer then. One command: the
 * node is killed and started again in mid-load. Three: the leader is. Without the list, connections alone are cut.
 */
const url = process.env.EVENTSTORE_URL!;
const commands = JSON.parse(process.env.EVENTSTORE_NODES ?? '[]') as string[];
const writers = 32;

const nodes = new Map<string, ChildProcess>();
/** The server takes every variable that begins with EVENTSTORE_ for an option of its own. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('EVENTSTORE_')),
);
const start = (command: string) =>
  nodes.set(command, spawn('bash', ['-c', command], { stdio: 'ignore', env }));
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ports = [...url.matchAll(/:(\d+)/g)].map((match) => match[1]!);

/** A node that was started takes part again: after seconds, on a busy machine after many. */
async function ready(command: string): Promise<void> {
  const port = ports[commands.indexOf(command)]!;
  for (;;) {
    // A former leader that finds what it had not passed on ends by itself, to be started again without it.
    if (nodes.get(command)!.exitCode !== null) start(command);
    const info = await fetch(`http://127.0.0.1:${port}/info`).then(
      (answer) => answer.json() as Promise<{ state: string }>,
      () => undefined,
    );
    if (info && /^(leader|follower)$/i.test(info.state)) return;
    await sleep(200);
  }
}

async function kill(command: string): Promise<void> {
  const node = nodes.get(command)!;
  if (node.exitCode !== null) return;
  const gone = new Promise((resolve) => node.once('exit', resolve));
  node.kill('SIGKILL');
  await gone;
}

/** The command of the node that leads now; commands and ports of the address stand in the same order. */
async function leader(): Promise<string | undefined> {
  for (const port of ports) {
    const gossip = await fetch(`http://127.0.0.1:${port}/gossip`).then(
      (answer) =>
        answer.json() as Promise<{
          members: { state: string; isAlive: boolean; httpEndPointPort: number }[];
        }>,
      () => undefined,
    );
    const leading = gossip?.members.find(({ state, isAlive }) => state === 'Leader' && isAlive);
    if (leading) return commands[ports.indexOf(String(leading.httpEndPointPort))];
  }
  return undefined;
}

function report(what: string, written: Written, comparison: Comparison): void {
  process.stderr.write(
    `${what}: ${comparison.acknowledged} events acknowledged, ${comparison.lost.length} lost, ` +
      `${comparison.twice.length} twice; slowest append ${Math.round(written.slowestMs)} ms; ` +
      `${written.unknown.size} given up unanswered\n`,
  );
}

const flawless = { lost: [], twice: [], disordered: [], unexplained: [], untold: 0 };

afterAll(async () => {
  for (const command of nodes.keys()) await kill(command);
});

async function withLog<T>(address: string, work: (log: EventStoreLog) => Promise<T>): Promise<T> {
  const log = await EventStoreLog.open(EventStoreConnection.open(address));
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

describe('under load, no event twice and none missing', () => {
  let relay: Relay | undefined;
  afterEach(() => relay?.close());

  it('when nodes are killed and started again', async () => {
    if (commands.length === 0) {
      process.stderr.write('EVENTSTORE_NODES is not set: no node was killed\n');
      return;
    }
    for (const command of commands) start(command);
    for (const command of commands) await ready(command);
    await withLog(url, async (log) => {
      const written = await underLoad(log, writers, async () => {
        for (const _round of [1, 2]) {
          await sleep(5_000);
          const victim = commands.length === 1 ? commands[0]! : await leader();
          expect(victim).toBeDefined();
          await kill(victim!);
          // Of three, the others choose a new leader meanwhile.
          await sleep(commands.length === 1 ? 1_000 : 12_000);
          start(victim!);
          await ready(victim!);
        }
      });
      const comparison = await compare(log, written);
      report(
        `${commands.length} node(s), 2 kills of ${commands.length === 1 ? 'it' : 'the leader'}`,
        written,
        comparison,
      );
      expect(comparison).toMatchObject(flawless);
      expect(comparison.acknowledged).toBeGreaterThan(300);
    });
  }, 400_000);

  it('when connections are cut', async () => {
    relay = await new Relay(Number(ports[0])).listen();
    const cuts = { made: 0 };
    await withLog(`esdb://127.0.0.1:${relay.port}?tls=false`, async (log) => {
      const written = await underLoad(log, writers, async () => {
        for (let waited = 0; waited < 12_000;) {
          const ms = 100 + Math.random() * 400;
          await sleep(ms);
          waited += ms;
          relay!.cut();
          cuts.made += 1;
        }
      });
      const comparison = await compare(log, written);
      report(`${cuts.made} cuts`, written, comparison);
      expect(comparison).toMatchObject(flawless);
      expect(comparison.acknowledged).toBeGreaterThan(100);
    });
  }, 120_000);
});
