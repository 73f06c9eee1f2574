import { jest } from '@jest/globals';
import { validate, version } from 'uuid';
import { newEventId } from '../../src/log/envelope.js';

describe('ids of events', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const some = (count: number) => Array.from({ length: count }, () => newEventId());

  it('are UUIDs of version 7 that rise, many in one millisecond too', () => {
    const now = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockReturnValue(now);
    const ids = some(20_000);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(ids.every((id) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16) === now)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('rise where the clock is set back', () => {
    const now = Date.now() + 120_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    const before = some(10);
    clock.mockReturnValue(now - 5_000);
    const after = some(10);
    clock.mockReturnValue(now + 1);
    const later = some(10);
    const ids = [...before, ...after, ...later];
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(30);
  });
});
