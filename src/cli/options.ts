import type { PolicyName } from '../domain/reconcile/view.js';

/** What each command of the command line takes beside its arguments. */
export interface ViewOptions {
  publicAt?: string;
  knownAt?: string;
  policy?: PolicyName;
  json?: true;
}
/** How a file is read that is no JSON. */
export interface TableOptions {
  /** it is a table of claims, whatever its name */
  csv?: true;
  /** of the keys in a table of claims that has no such column */
  namespace?: string;
}
export interface PreviewOptions extends TableOptions {
  publicAt: string[];
  knownAt?: string;
  policy: PolicyName[];
  json?: true;
}
export interface ImportCommandOptions extends TableOptions {
  dryRun?: true;
  json?: true;
  /** an empty table of claims with a few rows that show how, instead of importing anything */
  template?: true;
}

export interface DiffOptions {
  fromPublicAt?: string;
  fromKnownAt?: string;
  publicAt?: string;
  knownAt?: string;
  json?: true;
}

export interface ExplainOptions {
  publicAt?: string;
  knownAt?: string;
  json?: true;
}

export interface BundleOptions {
  /** folder, or a file that ends in .zip; default: the incident's key, in the folder of now */
  out?: string;
  publicAt?: string;
  knownAt?: string;
  policy?: PolicyName;
  withRestricted?: true;
}

export interface KeyOptions {
  rotate?: true;
  /** a key id */
  retire?: string;
}

export interface MigrateCommand {
  from: string;
  to: string;
  json?: true;
}

export interface VerifyOptions {
  /** a verifier key, or a file that holds one or more */
  key?: string;
  /** a file with a checkpoint that was kept: the log must continue it */
  since?: string;
  json?: true;
}
