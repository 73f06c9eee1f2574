import { reasonField, type Act } from './act.js';

/** Undo is another event: nothing is taken out of the record. The event stands in the address and in the form. */
export const undoAct: Act = {
  needs: 'resolve',
  title: 'Take an act back',
  intro:
    'What was done stays in the record, and so does that it was taken back. What it changed is as if it had never been.',
  submit: 'Take it back',
  fields: () => [{ name: 'event', label: 'Event', kind: 'hidden' }, reasonField],
  command: (_desk, thing, values) => ({
    type: 'UndoAct',
    thing: { kind: thing.kind, id: thing.id },
    event: values.needed('event', 'The act to take back'),
    reason: values.reason(),
  }),
};
