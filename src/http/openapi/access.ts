import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations.js';
import type { NeedOf } from './problems.js';

/** Says at each operation which right it takes, and how to show who is asking. */
export function describeAccess(document: OpenAPIObject, needOf: NeedOf): void {
  (document.components ??= {}).securitySchemes = {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, a token of the configured issuer, or where it says so a one-time token',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-ledger',
      description: 'What POST /session sets, for browsers; a change by cookie needs Origin or Sec-Fetch-Site',
    },
  };
  for (const { operation, method, path } of operationsOf(document)) {
    const need = needOf(method, path);
    const shown = [{ bearer: [] }, { session: [] }];
    // Reading is open to nobody in particular, unless a setting closes it.
    operation.security = need === 'anyone' || need === 'read' ? [{}, ...shown] : shown;
    Object.assign(operation, { 'x-needs': need });
  }
}
