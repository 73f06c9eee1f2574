import type { ImportTarget } from '../exchange/import.js';
import type { Meta } from '../log/handle.js';

/** What the composition root hands to controllers where an interface stands for it. */
export const VIEWS = Symbol('LedgerViews');
export const CONTENT = Symbol('ContentStore');
export const CONFIG = Symbol('Config');
export const IMPORT_TARGETS = Symbol('ImportTargets');

/** One target is one import. */
export type ImportTargets = (meta: Meta) => ImportTarget;
