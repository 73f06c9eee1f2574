import { Inject, Injectable } from '@nestjs/common';
import { keyMaxLength, keyPattern, ownNamespace, thingId } from '../../domain/names.js';
import { Access } from '../../access/access.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { field, Problem } from '../problem.js';
import { ALL_VIEWS } from '../tokens.js';

const isKey = (text: string): boolean => text.length <= keyMaxLength && keyPattern.test(text);

/**
 * From the names of incidents to ids, also of those that whoever asks may not read, and of those that are not open yet:
 * an incident can be restricted before it is opened, and an admin gives access without having it.
 */
@Injectable()
export class IncidentIds {
  constructor(
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
    private readonly access: Access,
  ) {}

  /** @throws Problem `ambiguous-name`, or `unknown-reference` for what can be no incident's name */
  id(name: string, where?: string): string {
    const found = this.views.names.resolve('incident', name);
    if (found.found === 'one') return found.thing.id;
    if (found.found === 'many') {
      throw new Problem('ambiguous-name', `several incidents have the key "${name}"`, {
        ...(where !== undefined && field(where, 'several incidents have this key')),
        candidates: found.candidates.map(({ id, namespace, key }) => ({ id, name: `${namespace}:${key}` })),
      });
    }
    const [namespace, key, ...more] = name.includes(':') ? name.split(':') : [ownNamespace, name];
    if (namespace === undefined || key === undefined || more.length > 0 || !isKey(namespace) || !isKey(key)) {
      throw new Problem(
        'unknown-reference',
        `"${name}" is no incident's name`,
        field(where ?? '/incident', 'no such name'),
      );
    }
    return thingId(this.access.ledgerId, 'incident', namespace, key);
  }

  /** namespace:key, where it has been opened */
  nameOf(id: string): string | null {
    const ref = this.views.names.ref(id);
    return ref && ref.namespace !== '' ? `${ref.namespace}:${ref.key}` : null;
  }
}
