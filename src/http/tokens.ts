import type { ImportTarget } from '../exchange/import.js';
import type { Meta } from '../log/handle.js';

/** What the composition root hands to controllers where an interface stands for it. */
/** What the one who asks may see of the views: for every answer. */
export const VIEWS = Symbol('LedgerViews');
/** The views whole: for who may do what, and for nothing that is shown. */
export const ALL_VIEWS = Symbol('AllLedgerViews');
export const CONTENT = Symbol('ContentStore');
/** For what tells how far it is, and for nothing that is shown of it. */
export const LOG = Symbol('EventLog');
export const CONFIG = Symbol('Config');
export const IMPORT_TARGETS = Symbol('ImportTargets');

/** One target is one import. */
export type ImportTargets = (meta: Meta) => ImportTarget;
