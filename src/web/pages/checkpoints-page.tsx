import { Moment } from '../parts/moment.js';

export interface CheckpointsPage {
  /** the signed note, as text */
  note: string;
  origin: string;
  size: number;
  root: string;
  sealedAt: string | null;
  /** public keys to pin, one a line as C2SP has them */
  keys: string[];
  /** events recorded and not yet under a checkpoint */
  unsealed: number;
  fault: string | null;
}

export function CheckpointsContent({ data }: { data: CheckpointsPage }) {
  return (
    <>
      <div class="title-block">
        <h1>Proofs</h1>
        <p>
          Every event is a leaf of one tree, whose root is signed. Who keeps a checkpoint can prove later that
          nothing recorded before it was changed or taken out; every claim comes with a proof against it.
        </p>
      </div>
      {data.fault !== null && (
        <p class="notice wrong">The ledger is read-only, and signs nothing: {data.fault}</p>
      )}
      <section class="panel" aria-labelledby="last">
        <h2 id="last">Last checkpoint</h2>
        <dl class="facts">
          <div class="fact">
            <dt>Log</dt>
            <dd>
              <code class="wrap">{data.origin}</code>
            </dd>
          </div>
          <div class="fact">
            <dt>Events under it</dt>
            <dd class="number">{data.size.toLocaleString('en')}</dd>
          </div>
          <div class="fact">
            <dt>Root</dt>
            <dd>
              <code class="wrap">{data.root}</code>
            </dd>
          </div>
          {data.sealedAt !== null && (
            <div class="fact">
              <dt>Signed</dt>
              <dd>
                <Moment at={data.sealedAt} />
              </dd>
            </div>
          )}
          <div class="fact">
            <dt>Since then</dt>
            <dd>
              {data.unsealed === 0
                ? 'nothing was recorded'
                : `${data.unsealed.toLocaleString('en')} events, sealed with the next one`}
            </dd>
          </div>
        </dl>
        <pre class="note wrap" tabIndex={0} aria-label="The signed note">
          {data.note}
        </pre>
        <p class="row">
          <a href="/log/checkpoint">The checkpoint alone</a>
          <a href="/log/key">The public key</a>
        </p>
      </section>
      <section class="panel" aria-labelledby="keys">
        <h2 id="keys">Keys to pin</h2>
        <p>Note one down somewhere else: a proof is worth as much as the key that it is checked with.</p>
        {data.keys.map((key) => (
          <code key={key} class="wrap">
            {key}
          </code>
        ))}
      </section>
    </>
  );
}
