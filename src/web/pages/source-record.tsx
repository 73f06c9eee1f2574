import type { Mishap } from '../../domain/reconcile/index.js';
import { figure, plural } from '../parts/words.js';

interface Link {
  href: string;
  label: string;
}
interface Count {
  count: number;
  /** to the claims behind it; null: none */
  href: string | null;
}
/** What befell the words of a source: its own, and those that it passed on. */
export interface OnRecord {
  claims: { said: number; passedOn: number };
  silences: { said: number; passedOn: number };
  rows: { what: Mishap; said: Count; passedOn: Count; by: (Link & { claims: number })[] }[];
  /** sources whose words are taken together with its own */
  together: (Link & { because: string })[];
  /** null: of all incidents; else of so many, the latest entered */
  ofIncidents: number | null;
  /** the claims behind the number that was asked for */
  behind: BehindNumber | null;
}
export interface BehindNumber {
  what: Mishap;
  part: 'said' | 'passed-on';
  claims: {
    claim: Link;
    question: Link;
    by: { claim: Link; who: string; reason: string | null }[];
    byLeftOut: number;
  }[];
  next: string | null;
}

export const mishapWords: Record<Mishap, string> = {
  corrected: 'Corrected',
  retracted: 'Taken back',
  disowned: 'Disowned by who was quoted',
  superseded: 'Updated since',
  outgrown: 'Outgrown by later figures',
  contradicted: 'Contradicted by another origin',
  denied: 'Denied by another origin',
  doubted: 'Doubted',
  diverged: 'Printed otherwise elsewhere',
};

export function OnRecordPanel({ record }: { record: OnRecord }) {
  const never = record.rows.filter((row) => row.said.count + row.passedOn.count === 0);
  const rows = record.rows.filter((row) => !never.includes(row));
  return (
    <section class="panel" aria-labelledby="on-record">
      <h2 id="on-record">On record</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="on-record">
        <table>
          <thead>
            <tr>
              <th scope="col">Claims</th>
              <th scope="col">Its own</th>
              <th scope="col">Passed on</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">In all</th>
              <td class="number">{figure(record.claims.said)}</td>
              <td class="number">{figure(record.claims.passedOn)}</td>
              <td />
            </tr>
            <tr>
              <th scope="row">Silences</th>
              <td class="number">{figure(record.silences.said)}</td>
              <td class="number">{figure(record.silences.passedOn)}</td>
              <td />
            </tr>
            {rows.map((row) => (
              <tr key={row.what}>
                <th scope="row">{mishapWords[row.what]}</th>
                <CountCell count={row.said} label={`${mishapWords[row.what]}, its own`} />
                <CountCell count={row.passedOn} label={`${mishapWords[row.what]}, passed on`} />
                <td class="small">
                  {row.by.map((one, index) => (
                    <span key={one.href}>
                      {index > 0 && ', '}
                      <a href={one.href} dir="auto">
                        {one.label}
                      </a>{' '}
                      {figure(one.claims)}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {never.length > 0 && (
        <p class="small quiet">
          Never: {never.map(({ what }) => mishapWords[what].toLowerCase()).join(' · ')}.
        </p>
      )}
      {record.together.length > 0 && (
        <p class="small quiet">
          With the words of{' '}
          {record.together.map((one, index) => (
            <span key={one.href}>
              {index > 0 && ', '}
              <a href={one.href} dir="auto">
                {one.label}
              </a>{' '}
              ({one.because === 'speaks-for' ? 'speaks for it' : 'is the same'})
            </span>
          ))}
          .
        </p>
      )}
      {record.ofIncidents !== null && (
        <p class="small quiet">
          Of the latest {plural(record.ofIncidents, 'incident')}; the <a href="/docs">API</a> goes on.
        </p>
      )}
    </section>
  );
}

function CountCell({ count: { count, href }, label }: { count: Count; label: string }) {
  return (
    <td class="number">
      {href === null ? (
        figure(count)
      ) : (
        <a href={href} aria-label={`${label}: ${figure(count)}`}>
          {figure(count)}
        </a>
      )}
    </td>
  );
}

/** The claims behind one number, with the claims and the editors' words that made it so. */
export function Behind({ behind }: { behind: BehindNumber }) {
  const whose = behind.part === 'said' ? 'of its own claims' : 'of what it passed on';
  return (
    <section class="panel" id="behind" aria-labelledby="behind-title">
      <h2 id="behind-title">
        {mishapWords[behind.what]}, {whose}
      </h2>
      {behind.claims.length === 0 && <p class="quiet">None.</p>}
      {behind.claims.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="behind-title">
          <table>
            <thead>
              <tr>
                <th scope="col">Claim</th>
                <th scope="col">On</th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {behind.claims.map((row) => (
                <tr key={`${row.claim.href} ${row.question.href}`}>
                  <th scope="row">
                    <a href={row.claim.href}>
                      <bdi class="value">{row.claim.label}</bdi>
                    </a>
                  </th>
                  <td>
                    <a href={row.question.href} dir="auto">
                      {row.question.label}
                    </a>
                  </td>
                  <td>
                    {row.by.slice(0, 6).map((one) => (
                      <div key={one.claim.href}>
                        <bdi>{one.who === '' ? 'nobody recorded' : one.who}</bdi>:{' '}
                        <a href={one.claim.href}>
                          <bdi class="value">{one.claim.label}</bdi>
                        </a>
                        {one.reason !== null && (
                          <div class="quiet small" dir="auto">
                            {one.reason}
                          </div>
                        )}
                      </div>
                    ))}
                    {row.by.length + row.byLeftOut > 6 && (
                      <div class="quiet small">and {figure(row.by.length + row.byLeftOut - 6)} more</div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {behind.next !== null && (
        <p>
          <a class="button" rel="next" href={behind.next}>
            More of these
          </a>
        </p>
      )}
    </section>
  );
}
