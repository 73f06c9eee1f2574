import { Moment } from './moment.js';

/** An event of a thing's record, in words. */
export interface RecordEntry {
  id: string;
  position: string;
  words: string;
  actor: string;
  /** null: not known, or not to be shown to this viewer */
  actorName: string | null;
  recordedAt: string;
  reason: string | null;
  /** the thing it is about, where a page lists those of several */
  thing: { href: string; label: string; kind: string } | null;
  /** address of the form that takes it back, for those who may */
  undo: string | null;
  /** taken back by a later event */
  undone: boolean;
}

/** Who did what, when and why: first to last, or as the page has them. */
export function RecordTable({ entries, label }: { entries: readonly RecordEntry[]; label: string }) {
  const withThings = entries.some((entry) => entry.thing !== null);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="record">
        <thead>
          <tr>
            <th scope="col">Recorded</th>
            <th scope="col">Who</th>
            <th scope="col">What happened</th>
            {withThings && <th scope="col">To what</th>}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} id={`e-${entry.id}`} class={entry.undone ? 'has-ended' : ''}>
              <td class="small">
                <Moment at={entry.recordedAt} />
              </td>
              <td>
                <bdi>{entry.actorName ?? entry.actor}</bdi>
              </td>
              <td>
                {entry.words}
                {entry.undone && <span class="quiet"> (taken back)</span>}
                {entry.reason !== null && (
                  <div class="quiet" dir="auto">
                    {entry.reason}
                  </div>
                )}
                {entry.undo !== null && !entry.undone && (
                  <div class="small no-print">
                    <a href={entry.undo} aria-label={`Undo: ${entry.words}`}>
                      Undo
                    </a>
                  </div>
                )}
              </td>
              {withThings && (
                <td>
                  {entry.thing && (
                    <>
                      <span class="quiet small">{entry.thing.kind}</span>{' '}
                      <a href={entry.thing.href} dir="auto">
                        {entry.thing.label}
                      </a>
                    </>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
