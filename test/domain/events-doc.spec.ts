import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventVersions } from '../../src/domain/upcast.js';
import { documentedTypes, eventsDoc } from '../support/events-doc.js';

const file = join(import.meta.dirname, '../../docs/EVENTS.md');

it('docs/EVENTS.md says what the code says of the envelope and every event (UPDATE_DOCS=1 writes it)', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, eventsDoc());
  expect(readFileSync(file, 'utf8')).toBe(eventsDoc());
});

it('leaves no event out', () => {
  expect([...documentedTypes].sort()).toEqual(Object.keys(eventVersions).sort());
});
