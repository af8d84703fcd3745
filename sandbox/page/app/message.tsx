import type { ReactElement } from 'react';
import { type Block, Message as SlackMessage } from 'slack-blocks-to-jsx';
import type { PageFile, PageMessage, PageState } from '../state.ts';
import { Actions } from './actions.tsx';
import type { Do } from './page.tsx';

interface Props {
  readonly state: PageState;
  readonly message: PageMessage;
  readonly as: string;
  readonly run: Do;
  readonly openThread?: ((ts: string) => void) | undefined;
}

/** One message as Slack's client draws it. Blocks are drawn by the renderer, buttons by us, since they must act. */
export function Message(props: Props): ReactElement {
  const { state, message, as, run } = props;
  const author = state.people.find((person) => person.id === message.userId);
  const alone = message.viewerId !== undefined;
  return (
    <article className={alone ? 'message ephemeral' : 'message'} data-ts={message.ts}>
      <span className="avatar" aria-hidden="true" data-app={message.fromApp}>
        {author?.realName.charAt(0) ?? 'S'}
      </span>
      <div className="body">
        {alone && <p className="only-you">Only visible to you</p>}
        <p className="author">
          <strong>{author?.realName ?? 'Slackbot'}</strong>
          {message.fromApp && <span className="badge">APP</span>}
          <time>{clock(message.ts)}</time>
          {message.edited && <span className="edited">(edited)</span>}
        </p>
        <Body state={state} message={message} as={as} run={run} />
        {message.files.map((file) => (
          <File key={file.id} file={file} as={as} run={run} />
        ))}
        <Replies {...props} />
      </div>
    </article>
  );
}

function Replies({ state, message, openThread }: Props): ReactElement | null {
  if (openThread === undefined || message.threadTs !== undefined || message.viewerId !== undefined)
    return null;
  const count = state.messages.filter(
    (one) => one.threadTs === message.ts && one.viewerId === undefined,
  ).length;
  return (
    <button type="button" className="replies" onClick={() => openThread(message.ts)}>
      {count === 0 ? 'Reply in thread' : `${String(count)} ${count === 1 ? 'reply' : 'replies'}`}
    </button>
  );
}

function Body({ state, message, as, run }: Props) {
  const data = {
    users: state.people.map((person) => ({ id: person.id, name: person.realName, avatar: '' })),
    channels: [state.channel],
  };
  const text = { type: 'section', text: { type: 'mrkdwn', text: message.text === '' ? ' ' : message.text } };
  const blocks = message.blocks.length > 0 ? message.blocks : [text];
  return blocks.map((block, index) =>
    block['type'] === 'actions' ? (
      <Actions
        key={index}
        block={block}
        press={(actionId, blockId) => run({ kind: 'click', as, ts: message.ts, actionId, blockId })}
      />
    ) : (
      <SlackMessage
        key={index}
        blocks={[drawable(block)]}
        name=""
        logo=""
        theme="light"
        withoutWrapper
        data={data}
      />
    ),
  );
}

/**
 * To Slack, `verbatim` only means that bare addresses and names are left alone; the renderer would show the markup
 * itself. https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
const drawable = (block: Record<string, unknown>): Block =>
  JSON.parse(
    JSON.stringify(block, (key, value: unknown) => (key === 'verbatim' ? undefined : value)),
  ) as Block;

function File({ file, as, run }: { file: PageFile; as: string; run: Do }) {
  if (file.deleted) return <p className="file gone">This file was deleted.</p>;
  return (
    <details className="file">
      <summary>
        📄 <b>{file.name}</b> <small>{file.size} bytes</small>
        {file.ownerId === as && (
          <button type="button" onClick={() => run({ kind: 'deleteFile', as, fileId: file.id })}>
            Delete file
          </button>
        )}
      </summary>
      <pre>{file.text}</pre>
    </details>
  );
}

const clock = (ts: string): string =>
  new Date(Number(ts) * 1_000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
