// Makes a clone ready to run: installs what the lockfile asks for, builds what is stale, says nothing when all
// is current. No dependencies, since it runs before there are any. Runs on the machine's own Node (20 or newer);
// what it starts runs on the pinned one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinnedNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const stampFile = join(root, 'dist', '.stamp');
const oldestNode = 24;

const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(`incident-ledger: ${text}`);
  process.exit(1);
}

function run(what, command, args) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.error) fail(`${what} could not be started: ${done.error.message}`);
  if (done.status !== 0) fail(`${what} failed (see above); run the command again once that is mended`);
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** True when what is installed is what the lockfile asks for (optional packages of other platforms may lack). */
function installIsCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(installedFile).packages;
  const same = (a, b) => a.version === b.version && a.integrity === b.integrity;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const there = installed[path];
    if (there ? !same(entry, there) : !entry.optional && !entry.devOptional && !entry.peer) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

function install() {
  say('incident-ledger: installing what the lockfile lists (20 to 60 seconds) ...');
  // Install scripts are not needed by any of our packages: every native part comes prebuilt in its tarball.
  run('npm ci', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * npm 10 takes the link away again: it fails to unpack the runtime of another platform, and cleans up that package's
 * `.bin/node`, which is also ours.
 */
function linkPinnedNode() {
  const installed = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (process.platform === 'win32' || existsSync(pinnedNode) || !existsSync(installed)) return;
  symlinkSync(relative(dirname(pinnedNode), installed), pinnedNode);
}

function node() {
  if (existsSync(pinnedNode)) return pinnedNode;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  fail(
    `there is no pinned Node runtime for ${process.platform}-${process.arch} in npm, and this machine's Node is ` +
      `${process.version}. Install Node ${oldestNode} or newer and run the command again.`,
  );
}

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

function sourceDigest() {
  const hash = createHash('sha256');
  const configuration = [
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'nest-cli.json',
    '.swcrc',
  ].map((f) => join(root, f));
  for (const path of [...configuration, ...filesUnder(join(root, 'src'))]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function build(digest) {
  say('incident-ledger: building ...');
  rmSync(stampFile, { force: true });
  run('the build', node(), [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, digest); // last: an interrupted build leaves no stamp and is done again
}

const flags = new Set(process.argv.slice(2));
if (!installIsCurrent()) install();
linkPinnedNode();
node();
if (!flags.has('--install-only')) {
  const digest = sourceDigest();
  const current = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest;
  if (!current || flags.has('--force')) build(digest);
}
