import { questionNeedKinds } from '../domain/reconcile/needs.js';

/** Why something waits for a human: what reconciliation finds, and what was probably entered twice. */
export const needKinds = [...questionNeedKinds, 'likely-same-claims', 'likely-same-sources'] as const;
export type NeedKind = (typeof needKinds)[number];
