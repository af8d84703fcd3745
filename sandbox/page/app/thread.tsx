import type { ReactElement } from 'react';
import type { PageState } from '../state.ts';
import { Message } from './message.tsx';
import type { Do } from './page.tsx';

interface Props {
  readonly state: PageState;
  readonly as: string;
  readonly run: Do;
  readonly ts: string;
  readonly close: () => void;
}

/** A message with everything that was answered under it. */
export function Thread({ state, as, run, ts, close }: Props): ReactElement {
  const shown = state.messages.filter(
    (one) => (one.ts === ts || one.threadTs === ts) && (one.viewerId === undefined || one.viewerId === as),
  );
  return (
    <aside className="thread">
      <h2>
        Thread
        <button type="button" aria-label="Close thread" onClick={close}>
          ✕
        </button>
      </h2>
      <div className="messages">
        {shown.map((message) => (
          <Message key={message.ts} state={state} message={message} as={as} run={run} />
        ))}
      </div>
    </aside>
  );
}
