import type { Capability } from '../viewer.js';

export interface SignInPage {
  /** where to go on */
  back: string;
}

export function SignInContent({ data }: { data: SignInPage }) {
  return (
    <>
      <div class="title-block">
        <h1>Sign in</h1>
        <p>
          With a key that an admin made for you, or a token of your organisation. Whoever started this ledger
          finds a one-time token in the file <code>first-token</code> of its data folder.
        </p>
      </div>
      <form method="post" action="/session" class="act stack">
        <input type="hidden" name="back" value={data.back} />
        {/* For password managers, which keep the key under a name; it is not sent. */}
        <input type="text" autocomplete="username" value="incident-ledger" hidden />
        <div class="field">
          <label for="token">Key or token</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required size={60} />
        </div>
        <p>
          <button class="primary">Sign in</button>
        </p>
      </form>
    </>
  );
}

export interface AccountPage {
  name: string;
  roles: readonly string[];
  may: readonly Capability[];
}

const mayWords: Record<Capability, string> = {
  read: 'read what is open, and what was opened to you',
  record: 'record claims, and enter incidents, questions, sources and documents',
  assess: 'grade and rank',
  resolve: 'decide, merge, move, withdraw and undo',
  administer: 'make keys and users, and say who may do what',
  custody: 'read sealed identities',
};

export function AccountContent({ data }: { data: AccountPage }) {
  return (
    <>
      <div class="title-block">
        <h1>
          <bdi>{data.name}</bdi>
        </h1>
        <p class="quiet">{data.roles.length === 0 ? 'no role' : data.roles.join(', ')}</p>
      </div>
      <section class="panel" aria-labelledby="may">
        <h2 id="may">You may</h2>
        <ul>
          {data.may.map((what) => (
            <li key={what}>{mayWords[what]}</li>
          ))}
        </ul>
      </section>
      <form method="post" action="/session/end">
        <input type="hidden" name="back" value="/" />
        <button>Sign out</button>
      </form>
    </>
  );
}
