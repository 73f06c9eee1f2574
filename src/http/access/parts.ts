import type { Provider } from '@nestjs/common';
import { Access } from '../../access/access.js';
import { CommandGuards } from './command-guards.js';
import { AccessGuard } from './guard.js';
import { IncidentIds } from './incident-ids.js';
import { KeysController } from './keys.controller.js';
import { RestrictionsController } from './restrictions.controller.js';
import { SessionController } from './session.controller.js';
import { UsersController } from './users.controller.js';

/** What the server's module has for access. */
export const accessControllers = [SessionController, KeysController, UsersController, RestrictionsController];
export const accessProviders = (access: Access): Provider[] => [
  { provide: Access, useValue: access },
  AccessGuard,
  CommandGuards,
  IncidentIds,
];
