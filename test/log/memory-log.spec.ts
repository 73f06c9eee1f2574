import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { eventLogContract } from './event-log.contract.js';
import { eventLogModel } from './event-log.model.js';

eventLogContract('the memory log', async () => new MemoryLog());
eventLogModel('the memory log', async () => new MemoryLog(), 100);
