// Prepares a secured EventStoreDB for a ledger: a user of its own, and who may read and write. Run once, by hand or by
// docker-compose.yml, with the administrator's password; the ledger itself is never given that one. May be run again.
//   EVENTSTORE_ADMIN_URL   esdb://admin:PASSWORD@HOST:2113?tls=true&tlsCAFile=...
//   LEDGER_EVENTSTORE_PASSWORD   what the user `ledger` signs in with (at least 16 characters)
// NODE_EXTRA_CA_CERTS must name the certificate authority as well.
import { ANY, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const user = 'ledger';
const patienceMs = 120_000;

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const url = setting('EVENTSTORE_ADMIN_URL');
const password = setting('LEDGER_EVENTSTORE_PASSWORD');
const match = /^esdb:\/\/([^:]+):([^@]+)@([^/?]+)/.exec(url);
if (!match) throw new Error('EVENTSTORE_ADMIN_URL is not esdb://NAME:PASSWORD@HOST:PORT?...');
if (password.length < 16) throw new Error('LEDGER_EVENTSTORE_PASSWORD is shorter than 16 characters');
const [admin, adminPassword, hosts] = match.slice(1).map(decodeURIComponent);
let host = -1;
if (adminPassword === 'changeit')
  throw new Error('the administrator still has the password that everybody knows');

async function http(method, path, body) {
  return fetch(`https://${hosts.split(',')[host]}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${admin}:${adminPassword}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** A server that has only just started, or is choosing its leader, is asked again. */
async function untilDone(work) {
  for (const until = Date.now() + patienceMs; ; await new Promise((resolve) => setTimeout(resolve, 1000))) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until || error.type === 'access-denied') throw error;
    }
  }
}

await untilDone(async () => {
  host = (host + 1) % hosts.split(',').length; // one that is down, or does not lead, is not asked twice running
  const there = await http('GET', `/users/${user}`);
  if (there.status === 401)
    throw Object.assign(new Error('wrong password of admin'), { type: 'access-denied' });
  const answer =
    there.status === 200
      ? await http('POST', `/users/${user}/command/reset-password`, { newPassword: password })
      : await http('POST', '/users/', { loginName: user, fullName: 'Incident Ledger', groups: [], password });
  if (answer.ok) return;
  throw new Error(`the user cannot be made: HTTP ${answer.status}`);
});

const client = EventStoreDBClient.connectionString(url);
const asAdmin = { credentials: { username: admin, password: adminPassword } };
const own = [user, '$admins'];
// Streams without a rule of their own: the ledger's alone. Those of the server stay with its administrators.
await untilDone(() =>
  client.appendToStream(
    '$settings',
    jsonEvent({
      type: 'settings',
      data: {
        $userStreamAcl: { $r: own, $w: own, $d: own, $mr: own, $mw: own },
        $systemStreamAcl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' },
      },
    }),
    { expectedRevision: ANY, ...asAdmin },
  ),
);
// The log of all streams, which the views are made of.
await untilDone(() =>
  client.setStreamMetadata(
    '$all',
    { acl: { readRoles: own, metaReadRoles: '$admins', metaWriteRoles: '$admins' } },
    asAdmin,
  ),
);
await client.dispose();
console.log(`EventStoreDB at ${hosts} is ready for the user ${user}.`);
process.exit(0);
