import { checkInstant, checkOneOf, checkReason, firstOf, type Check } from './checks.js';
import type { AccessCommand } from './commands.js';
import { sameContent } from './content.js';
import { accept, nothingToDo, refuse, reject, rejection, type Decision } from './decider.js';
import { dataOf } from './event-fields.js';
import type { AccessEvent } from './events.js';
import { everyone, roles, type Grant, type GrantName } from './grants.js';
import type { Access, Ref } from './things.js';

type Event = AccessEvent;

const nothing: Access = { roles: [], incidents: {}, keys: {} };

export function evolveAccess(before: Access | undefined, event: Event): Access {
  const access = before ?? nothing;
  const given = event.type === 'AccessGranted';
  const { grant } = event.data;
  switch (grant.kind) {
    case 'role': {
      const others = access.roles.filter((role) => role !== grant.role);
      return { ...access, roles: given ? [...others, grant.role] : others };
    }
    case 'incident':
      return { ...access, incidents: { ...access.incidents, [grant.incident]: given } };
    case 'key':
      return { ...access, keys: { ...access.keys, [grant.key]: keyAfter(access, grant, given) } };
  }
}

function keyAfter(access: Access, grant: Grant | GrantName, given: boolean): Access['keys'][string] {
  if (given && 'expiresAt' in grant) {
    return { roles: grant.roles, expiresAt: grant.expiresAt, revoked: false };
  }
  const known = 'key' in grant ? access.keys[grant.key] : undefined;
  return { ...(known ?? { roles: [], expiresAt: '' }), revoked: true };
}

/** Access is judged by its own stream alone. */
export const accessNeeds = (): Ref[] => [];

/** Granting what is granted, or revoking what is not there, adds nothing. */
export function decideAccess(
  command: AccessCommand,
  subject: string,
  access: Access | undefined,
): Decision<Event> {
  const before = access ?? nothing;
  const wrong = firstOf(
    () => checkSubject(subject),
    () => checkGrant(command.grant, subject),
  );
  if (wrong) return refuse(wrong);
  if (isSo(command, subject, before)) return nothingToDo;
  const missing = checkReason(command.reason);
  if (missing) return refuse(missing);
  if (command.type === 'RevokeAccess') {
    return accept({ type: 'AccessRevoked', data: dataOf('AccessRevoked', command) });
  }
  if (command.grant.kind === 'key' && before.keys[command.grant.key]) {
    return reject(
      'key-exists',
      `there is a key ${command.grant.key} already: issue another one`,
      'grant.key',
    );
  }
  return accept({ type: 'AccessGranted', data: dataOf('AccessGranted', command) });
}

function isSo({ type, grant }: AccessCommand, subject: string, access: Access): boolean {
  const wanted = type === 'GrantAccess';
  switch (grant.kind) {
    case 'role':
      return access.roles.includes(grant.role) === wanted;
    case 'incident':
      return (access.incidents[grant.incident] ?? subject === everyone) === wanted;
    case 'key': {
      const known = access.keys[grant.key];
      if (!wanted) return known === undefined || known.revoked;
      return (
        'expiresAt' in grant &&
        sameContent(known, { roles: grant.roles, expiresAt: grant.expiresAt, revoked: false })
      );
    }
  }
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const keyIdPattern = /^[0-9a-f]{16}$/;

function checkSubject(subject: string): Check {
  return subject === everyone || uuidPattern.test(subject)
    ? undefined
    : rejection(
        'bad-subject',
        `"${subject}" is nobody's id: access is given to a user, or to everyone`,
        'access',
      );
}

function checkGrant(grant: Grant | GrantName, subject: string): Check {
  if (subject === everyone && grant.kind !== 'incident') {
    return rejection('not-for-everyone', 'roles and keys are given to one person each', 'grant');
  }
  switch (grant.kind) {
    case 'role':
      return checkOneOf(grant.role, roles, 'grant.role');
    case 'incident':
      return uuidPattern.test(grant.incident)
        ? undefined
        : rejection('unknown-incident', `"${grant.incident}" is no incident's id`, 'grant.incident');
    case 'key':
      return checkKeyGrant(grant);
  }
}

function checkKeyGrant(grant: { key: string } & Partial<Extract<Grant, { kind: 'key' }>>): Check {
  if (!keyIdPattern.test(grant.key)) {
    return rejection('bad-key-id', `"${grant.key}" is no key's id (16 hexadecimal digits)`, 'grant.key');
  }
  if (grant.roles === undefined) return undefined;
  if (grant.roles.length === 0 || new Set(grant.roles).size < grant.roles.length) {
    return rejection('bad-roles', 'a key has one role or more, each once', 'grant.roles');
  }
  return firstOf(
    ...grant.roles.map((role, index) => () => checkOneOf(role, roles, `grant.roles[${index}]`)),
    () => checkInstant(grant.expiresAt, 'grant.expiresAt'),
  );
}
