import type { AccessCommand } from '../../src/domain/commands.js';
import { everyone, type Grant } from '../../src/domain/grants.js';
import { World } from '../support/given.js';

const anna = '01890a5d-ac96-774b-bcce-b302099a8057';
const raid = '01890a5d-ac96-774b-bcce-b302099a8058';
const editor: Grant = { kind: 'role', role: 'editor' };
const toRaid: Grant = { kind: 'incident', incident: raid };
const key: Grant = {
  kind: 'key',
  key: '0123456789abcdef',
  roles: ['contributor'],
  expiresAt: '2027-01-01T00:00:00Z',
};
const grant = (what: Grant, access = anna): AccessCommand => ({
  type: 'GrantAccess',
  access,
  grant: what,
  reason: 'she joined the desk',
});
const revoke = (what: Grant, access = anna): AccessCommand => ({
  ...grant(what, access),
  type: 'RevokeAccess',
});

describe('access', () => {
  it('is granted with a reason, and says so once', () => {
    const world = new World();
    expect(world.when(grant(editor))).toEqual({
      events: [{ type: 'AccessGranted', data: { grant: editor, reason: 'she joined the desk' } }],
      warnings: [],
    });
    world.and(grant(editor));
    expect(world.when(grant(editor))).toEqual({ events: [], warnings: [] });
  });

  it('is revoked, which adds nothing where there was none', () => {
    const world = new World();
    expect(world.when(revoke(editor))).toEqual({ events: [], warnings: [] });
    world.and(grant(editor));
    expect(world.when(revoke(editor))).toMatchObject({ events: [{ type: 'AccessRevoked' }] });
  });

  it('to an incident is everyone’s until it is taken from everyone, also before the incident is opened', () => {
    const world = new World();
    expect(world.when(grant(toRaid, everyone))).toMatchObject({ events: [] });
    world.and(revoke(toRaid, everyone));
    expect(world.when(revoke(toRaid, everyone))).toMatchObject({ events: [] });
    expect(world.when(grant(toRaid, everyone))).toMatchObject({ events: [{ type: 'AccessGranted' }] });
    expect(world.when(grant(toRaid))).toMatchObject({ events: [{ type: 'AccessGranted' }] });
  });

  it('by a key ends for good: a revoked key is not granted again', () => {
    const world = new World().and(grant(key), revoke(key));
    expect(world.when(grant(key))).toMatchObject({ refused: 'key-exists' });
  });

  it.each<[string, AccessCommand, string]>([
    ['a role to everyone', grant(editor, everyone), 'not-for-everyone'],
    ['a key to everyone', grant(key, everyone), 'not-for-everyone'],
    ['to a name instead of an id', grant(editor, 'Anna'), 'bad-subject'],
    ['an unknown role', grant({ kind: 'role', role: 'root' as 'admin' }), 'unknown-code'],
    ['to what is no incident', grant({ kind: 'incident', incident: 'raid' }), 'unknown-incident'],
    ['a key without a role', grant({ ...key, roles: [] }), 'bad-roles'],
    ['a key with a role twice', grant({ ...key, roles: ['reader', 'reader'] }), 'bad-roles'],
    ['a key without an end', grant({ ...key, expiresAt: 'never' }), 'bad-instant'],
    ['a key by another sort of id', grant({ ...key, key: 'k1' }), 'bad-key-id'],
    ['without a reason', { ...grant(editor), reason: ' ' }, 'reason-missing'],
  ])('is refused: %s', (_what, command, refused) => {
    expect(new World().when(command)).toMatchObject({ refused });
  });
});
