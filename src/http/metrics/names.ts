/** Before every metric that is the ledger's own; the others are of the process, by Prometheus' conventions. */
export const prefix = 'incident_ledger_';
