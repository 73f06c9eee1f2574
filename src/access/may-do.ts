import { capabilitiesOf, type Capability } from './capabilities.js';
import { folderOwner, type Asker } from './asker.js';

/** An incident, for the one who asks: open (to everyone, or to them by name), or restricted to others. */
export type IncidentAccess = 'open' | 'restricted';

export type Verdict =
  | { may: true }
  /** 401: sign in; 403: your roles lack it; 404: for you there is no such incident */
  | { may: false; because: 'not-signed-in' | 'role-lacks-it' | 'no-such-incident' };

const yes: Verdict = { may: true };
const no = (because: Extract<Verdict, { may: false }>['because']): Verdict => ({ may: false, because });

export interface Openness {
  /** whoever has not signed in may read what is open */
  openReading: boolean;
}

/** The one decision: may they do this, on this incident (or on nothing in particular)? */
export function mayDo(
  asker: Asker,
  capability: Capability,
  { openReading }: Openness,
  incident: IncidentAccess = 'open',
): Verdict {
  if (!hasCapability(asker, capability, openReading)) {
    return no(asker.subject === null ? 'not-signed-in' : 'role-lacks-it');
  }
  return incident === 'restricted' && asker.subject !== folderOwner ? no('no-such-incident') : yes;
}

function hasCapability(asker: Asker, capability: Capability, openReading: boolean): boolean {
  if (capability === 'read' && openReading) return true;
  return [...asker.roles].some((role) => capabilitiesOf[role].includes(capability));
}

/** For pages: what to offer. */
export const can = (asker: Asker, capability: Capability): boolean => hasCapability(asker, capability, false);
