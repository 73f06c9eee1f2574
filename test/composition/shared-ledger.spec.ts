import { afterAll, beforeAll } from '@jest/globals';
import { ProtocolServer } from '../log/protocol-server/protocol-server.js';
import { sharedLedgerContract } from './shared-ledger.contract.js';

const server = new ProtocolServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

sharedLedgerContract('the protocol server', () => server.url);
