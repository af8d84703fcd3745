import { type DragEvent, type SubmitEvent, useEffect, useRef, useState, type ReactElement } from 'react';
import type { PageState } from '../state.ts';
import { Message } from './message.tsx';
import type { Do } from './page.tsx';

interface Props {
  readonly state: PageState;
  readonly as: string;
  readonly run: Do;
  readonly openThread: (ts: string) => void;
}

/** The admin channel: what was said, a place to type, and files to drop. */
export function Channel({ state, as, run, openThread }: Props): ReactElement {
  const [over, setOver] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const shown = state.messages.filter(
    (one) => one.threadTs === undefined && (one.viewerId === undefined || one.viewerId === as),
  );
  const last = shown.at(-1)?.ts;
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [last]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    for (const file of event.dataTransfer.files) void upload(file, as, run);
  };
  return (
    <main
      className={over ? 'channel over' : 'channel'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>🔒 {state.channel.name}</h2>
      <div className="messages">
        {shown.length === 0 && (
          <p className="hint">
            Nothing here yet. As Maria, press good.csv below: it drops the vendor’s file into this channel.
            Then become Tom and approve the card. Sign in with the codes of the tokens on the right.
          </p>
        )}
        {shown.map((message) => (
          <Message
            key={message.ts}
            state={state}
            message={message}
            as={as}
            run={run}
            openThread={openThread}
          />
        ))}
        <div ref={end} />
      </div>
      <Composer state={state} as={as} run={run} />
    </main>
  );
}

function Composer({ state, as, run }: { state: PageState; as: string; run: Do }) {
  const [line, setLine] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (line.trim() === '') return;
    run(line.startsWith('/') ? { kind: 'slash', as, line } : { kind: 'post', as, text: line });
    setLine('');
  };
  return (
    <form className="composer" onSubmit={submit}>
      <input
        aria-label="Message"
        placeholder="Message, or /token help"
        value={line}
        onChange={(event) => setLine(event.target.value)}
      />
      <label className="slack-button">
        Drop a file
        <input
          type="file"
          onChange={(event) => {
            for (const file of event.target.files ?? []) void upload(file, as, run);
            event.target.value = '';
          }}
        />
      </label>
      {state.samples.map((name) => (
        <button
          key={name}
          type="button"
          className="slack-button"
          onClick={() => run({ kind: 'sample', as, name })}
        >
          {name}
        </button>
      ))}
    </form>
  );
}

async function upload(file: File, as: string, run: Do): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
  run({ kind: 'upload', as, name: file.name, base64: btoa(binary) });
}
