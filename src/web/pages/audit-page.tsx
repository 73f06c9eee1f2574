import { RecordTable, type RecordEntry } from '../parts/record.js';

export interface AuditPage {
  filter: { actor: string; type: string; thing: string; from: string; to: string };
  types: readonly string[];
  /** what was typed and is no instant */
  problem: string | null;
  entries: RecordEntry[];
  next: string | null;
}

/** Who did what, when and why: every event of the ledger, newest first. */
export function AuditContent({ data }: { data: AuditPage }) {
  const { filter } = data;
  return (
    <>
      <h1>Audit</h1>
      <form method="get" action="/audit" class="fields no-print" role="search">
        <div class="field">
          <label for="actor">Who</label>
          <input id="actor" name="actor" value={filter.actor} autocomplete="off" />
        </div>
        <div class="field">
          <label for="type">What happened</label>
          <select id="type" name="type">
            <option value="">Anything</option>
            {data.types.map((type) => (
              <option key={type} value={type} selected={type === filter.type}>
                {type}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="from">From</label>
          <input id="from" name="from" value={filter.from} placeholder="2022-01-05" autocomplete="off" />
        </div>
        <div class="field">
          <label for="to">Before</label>
          <input id="to" name="to" value={filter.to} placeholder="2022-01-06T14:00Z" autocomplete="off" />
        </div>
        {filter.thing !== '' && <input type="hidden" name="thing" value={filter.thing} />}
        <button class="primary">Show</button>
      </form>
      {data.problem !== null && (
        <p class="notice wrong" role="alert">
          {data.problem}
        </p>
      )}
      {data.entries.length === 0 ? (
        <p class="notice">Nothing was recorded that fits.</p>
      ) : (
        <RecordTable entries={data.entries} label="Events" />
      )}
      {data.next !== null && (
        <p>
          <a class="button" rel="next" href={data.next}>
            Earlier events
          </a>
        </p>
      )}
    </>
  );
}
