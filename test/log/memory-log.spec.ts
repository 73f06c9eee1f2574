import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { eventLogContract } from './event-log.contract.js';

eventLogContract('the memory log', async () => new MemoryLog());
