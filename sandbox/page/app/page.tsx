import { useState, type ReactElement } from 'react';
import type { PageAct, PageState } from '../state.ts';
import { Channel } from './channel.tsx';
import { act, useScene } from './live.ts';
import { OktaSide } from './okta-side.tsx';
import { Thread } from './thread.tsx';
import { ViewDialog } from './view-dialog.tsx';

const cast = ['maria', 'tom', 'erin', 'greg'];

export type Do = (what: PageAct) => void;

export function Page(): ReactElement {
  const state = useScene();
  return state === undefined ? <p className="waiting">Waiting for the sandbox…</p> : <Scene state={state} />;
}

function Scene({ state }: { state: PageState }) {
  const people = cast.flatMap((name) => state.people.filter((person) => person.name === name));
  const [as, setAs] = useState(people[0]?.id ?? '');
  const [threadTs, setThreadTs] = useState<string>();
  const [toast, setToast] = useState<{ ok: boolean; text: string }>();
  const run: Do = (what) => {
    void act(what).then((answer) => setToast(answer.text === '' ? undefined : answer));
  };
  const view = state.views.findLast((one) => one.userId === as);
  return (
    <div className={threadTs === undefined ? 'scene' : 'scene with-thread'}>
      <header className="bar">
        <h1>Token Desk sandbox</h1>
        <span className="hint">You are</span>
        <div className="people" role="radiogroup" aria-label="Who you are">
          {people.map((person) => (
            <button
              key={person.id}
              type="button"
              role="radio"
              aria-checked={person.id === as}
              title={person.note}
              onClick={() => setAs(person.id)}
            >
              {person.realName}
              <small>{person.note}</small>
            </button>
          ))}
        </div>
      </header>
      <Channel state={state} as={as} run={run} openThread={setThreadTs} />
      {threadTs !== undefined && (
        <Thread state={state} as={as} run={run} ts={threadTs} close={() => setThreadTs(undefined)} />
      )}
      <OktaSide state={state} run={run} />
      {view !== undefined && <ViewDialog view={view} as={as} run={run} />}
      {toast !== undefined && (
        <button
          type="button"
          className={toast.ok ? 'toast good' : 'toast bad'}
          onClick={() => setToast(undefined)}
        >
          {toast.text}
        </button>
      )}
    </div>
  );
}
