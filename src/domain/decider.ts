/** Why a command is refused: `code` is stable, `message` says what to do, `field` names the offending part. */
export interface Rejection {
  code: string;
  message: string;
  field?: string;
}
/** What was taken in but deserves a look: "is this outlet really the origin?" */
export interface Warning {
  code: string;
  message: string;
  field?: string;
}
/** One command, one act, one event; or none, where it was so already. */
export type Decision<Event> =
  { accepted: true; events: [] | [Event]; warnings: Warning[] } | { accepted: false; rejection: Rejection };

export const accept = <Event>(event: Event, warnings: Warning[] = []): Decision<Event> => ({
  accepted: true,
  events: [event],
  warnings,
});
/** What the command asks for is so already. */
export const nothingToDo: Decision<never> = { accepted: true, events: [], warnings: [] };
export const refuse = (rejection: Rejection): Decision<never> => ({ accepted: false, rejection });
export const rejection = (code: string, message: string, field?: string): Rejection =>
  field === undefined ? { code, message } : { code, message, field };
export const reject = (code: string, message: string, field?: string): Decision<never> =>
  refuse(rejection(code, message, field));

/** An event as its stream holds it: its id is what an `ActUndone` names. */
export type Stored<Event> = Event & { id: string };
