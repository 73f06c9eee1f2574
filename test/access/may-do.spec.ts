import { folderOwner, nobody, type Asker } from '../../src/access/asker.js';
import { capabilities, type Capability } from '../../src/access/capabilities.js';
import { can, mayDo } from '../../src/access/may-do.js';
import { roles, type Role } from '../../src/domain/grants.js';

const open = { openReading: true };
const closed = { openReading: false };
const withRoles = (...own: Role[]): Asker => ({
  via: 'key',
  subject: '01890a5d-ac96-774b-bcce-b302099a8057',
  name: 'Anna',
  roles: new Set(own),
});
const allowed = (asker: Asker): Capability[] =>
  capabilities.filter((capability) => mayDo(asker, capability, closed).may);

describe('what each role may do', () => {
  it.each<[Role, Capability[]]>([
    ['reader', ['read']],
    ['contributor', ['read', 'record']],
    ['fact-checker', ['read', 'record', 'assess']],
    ['editor', ['read', 'record', 'assess', 'resolve']],
    ['admin', ['read', 'administer']],
    ['custodian', ['read', 'custody']],
  ])('%s: %s', (role, expected) => {
    expect(allowed(withRoles(role))).toEqual(expected);
  });

  it('adds up, and no other role comes with custody', () => {
    expect(allowed(withRoles('admin', 'editor'))).toEqual([
      'read',
      'record',
      'assess',
      'resolve',
      'administer',
    ]);
    expect(allowed(withRoles(...roles.filter((role) => role !== 'custodian')))).not.toContain('custody');
  });

  it('is nothing for a signed-in person without a role, but what is open', () => {
    expect(allowed(withRoles())).toEqual([]);
    expect(mayDo(withRoles(), 'read', open)).toEqual({ may: true });
    expect(mayDo(withRoles(), 'record', open)).toEqual({ may: false, because: 'role-lacks-it' });
  });

  it('lets nobody read what is open, where reading is, and change nothing', () => {
    expect(mayDo(nobody, 'read', open)).toEqual({ may: true });
    for (const capability of capabilities) {
      expect(mayDo(nobody, capability, closed)).toEqual({ may: false, because: 'not-signed-in' });
      expect(can(nobody, capability)).toBe(false);
    }
  });
});

describe('a restricted incident', () => {
  it('is not there for whoever was not named, whatever their roles', () => {
    for (const role of roles) {
      expect(mayDo(withRoles(role), 'read', open, 'restricted')).toEqual({
        may: false,
        because: 'no-such-incident',
      });
    }
    expect(mayDo(nobody, 'read', open, 'restricted').may).toBe(false);
  });

  it('is there for the owner of the data folder, who can read its files anyway', () => {
    const owner: Asker = { ...withRoles('editor'), via: 'folder', subject: folderOwner };
    expect(mayDo(owner, 'read', closed, 'restricted').may).toBe(true);
    expect(mayDo(owner, 'administer', closed, 'restricted').may).toBe(false);
  });
});
