import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Access } from '../access/access.js';
import { actorName } from '../access/actor-name.js';
import type { Capability } from '../access/capabilities.js';
import { can } from '../access/may-do.js';
import { askerOf } from '../http/access/asking.js';

export type { Capability };

/** Who looks. A reader's pages hold no editor's control, and the same answer guards the addresses behind them. */
export interface Viewer {
  /** shown in the masthead; null: nobody has signed in */
  name: string | null;
  roles: readonly string[];
  can(what: Capability): boolean;
  /** of whoever did something; null: the viewer is shown the id */
  nameOf(actor: string): Promise<string | null>;
}

/** Who stands behind a request, as the guard in front of every route found out. */
@Injectable()
export class Viewers {
  constructor(private readonly access: Access) {}

  of(request: FastifyRequest): Viewer {
    const asker = askerOf(request);
    return {
      name: asker.subject === null ? null : (asker.name ?? asker.subject),
      roles: [...asker.roles],
      can: (what) => can(asker, what),
      nameOf: (actor) => actorName(this.access.users, asker, actor),
    };
  }
}
