import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What a page offers depends on these alone; who has which of them is decided where people are signed in. */
export const capabilities = ['record', 'assess', 'resolve', 'administer'] as const;
export type Capability = (typeof capabilities)[number];

/** Who looks. A reader's pages hold no editor's control, and the same answer guards the addresses behind them. */
export interface Viewer {
  /** shown in the masthead; null: nobody has signed in */
  name: string | null;
  /** opaque id, as it stands in events */
  actor: string;
  /** false while this ledger knows no accounts: then nothing is said about signing in */
  accounts: boolean;
  can(what: Capability): boolean;
}

/** While there is no sign-in the server answers to this machine alone, and whoever sits at it may do everything. */
const localViewer: Viewer = { name: null, actor: 'local', accounts: false, can: () => true };

/** Who stands behind a request; what knows sessions provides its own in this one's place. */
@Injectable()
export class Viewers {
  of(_request: FastifyRequest): Viewer {
    return localViewer;
  }
}
