import type { CommandGuard } from '../../access/command-guard.js';
import type { ImportTarget } from '../../exchange/import.js';
import type { Recorder } from '../../exchange/recorder.js';

/** An import does nothing that whoever sends it could not do line by line. */
export function guardedImport(target: ImportTarget, guard: CommandGuard): ImportTarget {
  const guarded = <Kind extends Recorder>(recorder: Kind): Kind => ({
    ...recorder,
    record: async (command, options) => {
      const refused = guard.refusal(command);
      return refused ? { accepted: false, rejection: refused } : recorder.record(command, options);
    },
    load: async (kind, id) => (guard.hides(id) ? undefined : recorder.load(kind, id)),
  });
  return {
    recorder: guarded(target.recorder),
    draft: () => guarded(target.draft()),
    // Proposals come with names, of sources that may be hidden.
    likelySame: async (sources) => (guard.isLimited ? [] : target.likelySame(sources)),
  };
}
