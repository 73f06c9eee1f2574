import { GrantRefused } from '../../access/grants.js';
import { KeyShown } from '../../access/keys.js';
import { OtherRequest } from '../../access/made-by-request.js';
import { RecordChanged } from '../../access/registry/registry.js';
import { IdentityTaken } from '../../access/users.js';
import { field, Problem } from '../problem.js';

/** Makes problems of what access refuses; anything else goes on as it is. */
export async function orProblem<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof GrantRefused) {
      const { code, message } = error.rejection;
      throw new Problem('refused', message, { code });
    }
    if (error instanceof OtherRequest) throw new Problem('idempotency-key-reused', error.message);
    if (error instanceof KeyShown) {
      throw new Problem(
        'conflict',
        error.message,
        { code: 'key-shown' },
        { location: `/v1/admin/keys/${error.id}` },
      );
    }
    if (error instanceof IdentityTaken) {
      throw new Problem('conflict', error.message, field(`/identities/${error.at}`, error.message));
    }
    if (error instanceof RecordChanged) {
      throw new Problem('conflict', `${error.message}: read it again and repeat`, {
        code: 'changed-meanwhile',
      });
    }
    throw error;
  }
}
