/** What the composition root hands to controllers where an interface stands for it. */
export const VIEWS = Symbol('LedgerViews');
export const CONTENT = Symbol('ContentStore');
export const CONFIG = Symbol('Config');
