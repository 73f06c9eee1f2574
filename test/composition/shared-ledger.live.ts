import { sharedLedgerContract } from './shared-ledger.contract.js';

sharedLedgerContract('the server of EVENTSTORE_URL', () => process.env.EVENTSTORE_URL!);
