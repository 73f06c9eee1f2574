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
export type Decision<Event> =
  | { accepted: true; events: Event[]; warnings: Warning[] }
  | { accepted: false; rejection: Rejection };

export const accept = <Event>(events: Event[], warnings: Warning[] = []): Decision<Event> => ({
  accepted: true,
  events,
  warnings,
});
export const reject = (code: string, message: string, field?: string): Decision<never> => ({
  accepted: false,
  rejection: field === undefined ? { code, message } : { code, message, field },
});

/**
 * An aggregate as data: `decide` says what follows from a command (no events: it was so already), `evolve` folds.
 * Two laws, property-tested for every decider: repeating a command adds nothing; folding what was stored never throws.
 */
export interface Decider<Command, State, Event, Context> {
  readonly initial: State;
  decide(command: Command, state: State, context: Context): Decision<Event>;
  evolve(state: State, event: Event & { id: string }): State;
}
