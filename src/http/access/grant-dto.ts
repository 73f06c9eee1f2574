import type { GrantAnswer } from '../../read/access.js';
import type { GrantDto } from './access.answers.js';

export const grantDto = ({ holder, grant, given }: GrantAnswer): GrantDto => ({
  holder,
  grant: { ...grant },
  given,
});
