import type { Envelope } from '../../../src/log/envelope.js';

export const ledger = '0f6d9a3e-8a55-4b6e-9a58-3d3f0f6f2a11';
const salt = Buffer.alloc(32, 7).toString('base64');

/** An envelope with everything in it, parts of which a test says otherwise. */
export const anEnvelope = (parts: Partial<Envelope> = {}): Envelope => ({
  v: 1,
  ledger,
  id: '01933d5e-7000-7000-8000-000000000000',
  stream: 'claim-1',
  revision: 0,
  type: 'ClaimRecorded',
  schema: 1,
  actor: 'local',
  recordedAt: '2026-01-05T15:07:21.000Z',
  correlation: 'c',
  causation: 'c',
  salt,
  data: {},
  ...parts,
});

/** Ids in the order of time, as UUIDv7 are. */
export const eventId = (number: number) => `01933d5e-7000-7000-8000-${number.toString(16).padStart(12, '0')}`;
