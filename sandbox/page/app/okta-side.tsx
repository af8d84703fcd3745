import { useState, type ReactElement } from 'react';
import type { PageBucket, PageState, PageToken, PageUser } from '../state.ts';
import type { Do } from './page.tsx';

/** Okta as its console would show it, with the tokens that lie on the desk. */
export function OktaSide({ state, run }: { state: PageState; run: Do }): ReactElement {
  return (
    <aside className="okta">
      <h2>Tokens on the desk</h2>
      <ul className="tokens">
        {state.tokens.map((token) => (
          <TokenCard key={token.serial} token={token} />
        ))}
      </ul>
      <h2>Okta rate limit</h2>
      {state.buckets.length === 0 && <p className="hint">No requests in this window.</p>}
      {state.buckets.map((bucket) => (
        <Gauge key={bucket.name} bucket={bucket} />
      ))}
      <h2>Okta users</h2>
      <table>
        <tbody>
          {state.users.map((user) => (
            <UserRow key={user.id} user={user} run={run} />
          ))}
        </tbody>
      </table>
    </aside>
  );
}

function TokenCard({ token }: { token: PageToken }) {
  return (
    <li data-serial={token.serial}>
      <code>{token.code.replace(/(?<half>\d{3})/u, '$1 ')}</code>
      <small>
        {token.model} {token.serial} · {token.secondsLeft} s
      </small>
      <small>{token.user === '' ? 'for stock' : token.user}</small>
    </li>
  );
}

function Gauge({ bucket }: { bucket: PageBucket }) {
  return (
    <label className="gauge">
      <span>{bucket.name}</span>
      <meter
        min={0}
        max={bucket.limit}
        high={bucket.limit * 0.9}
        value={Math.min(bucket.used, bucket.limit)}
      />
      <span>
        {bucket.used}/{bucket.limit} · {Math.ceil(bucket.resetsInMs / 1000)} s
      </span>
    </label>
  );
}

function UserRow({ user, run }: { user: PageUser; run: Do }) {
  const [code, setCode] = useState('');
  const factor = user.factors.find((one) => one.customOtp);
  return (
    <tr data-login={user.login}>
      <td>
        {user.name}
        <small>{user.login}</small>
      </td>
      <td>
        <span className={`status ${user.status.toLowerCase()}`}>{user.status}</span>
        {user.factors.map((one) => (
          <small key={one.id} className={one.customOtp ? 'factor otp' : 'factor'}>
            {one.name}
          </small>
        ))}
      </td>
      <td>
        {factor !== undefined && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              run({ kind: 'signIn', userId: user.id, factorId: factor.id, code: code.replaceAll(' ', '') });
              setCode('');
            }}
          >
            <input
              aria-label={`Code of ${user.login}`}
              size={7}
              placeholder="code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </form>
        )}
      </td>
    </tr>
  );
}
