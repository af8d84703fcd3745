import { type SubmitEvent, useState, type ReactElement } from 'react';
import { type Block, Message as SlackMessage } from 'slack-blocks-to-jsx';
import type { PageView } from '../state.ts';
import type { Do } from './page.tsx';

interface InputBlock {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: { readonly text: string };
  readonly optional?: boolean;
  readonly element: { readonly type: string; readonly multiline?: boolean };
}

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
    ? value.text
    : otherwise;

/** A modal as Slack opens it over the channel; its inputs are typed as text. */
export function ViewDialog({
  view: { id, view },
  as,
  run,
}: {
  view: PageView;
  as: string;
  run: Do;
}): ReactElement {
  const [values, setValues] = useState<Record<string, string>>({});
  const blocks = (view['blocks'] ?? []) as readonly (Record<string, unknown> & { type: string })[];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run({ kind: 'submit', as, viewId: id, values });
  };
  return (
    <dialog open className="modal" aria-label={textOf(view['title'], 'Dialog')}>
      <form onSubmit={submit}>
        <h2>{textOf(view['title'], '')}</h2>
        {blocks.map((block, index) => (
          <ViewBlock
            key={index}
            block={block}
            change={(blockId, value) => setValues((old) => ({ ...old, [blockId]: value }))}
          />
        ))}
        <footer>
          <button
            type="button"
            className="slack-button"
            onClick={() => run({ kind: 'close', as, viewId: id })}
          >
            {textOf(view['close'], 'Cancel')}
          </button>
          <button type="submit" className="slack-button primary">
            {textOf(view['submit'], 'Submit')}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

type Change = (blockId: string, value: string) => void;

function ViewBlock({ block, change }: { block: Record<string, unknown> & { type: string }; change: Change }) {
  if (block.type === 'input') return <Field block={block as unknown as InputBlock} change={change} />;
  return <SlackMessage blocks={[block as unknown as Block]} name="" logo="" theme="light" withoutWrapper />;
}

function Field({ block, change }: { block: InputBlock; change: Change }) {
  return (
    <label className="field">
      {block.label.text} {block.optional === true && <small>(optional)</small>}
      <input aria-label={block.label.text} onChange={(event) => change(block.block_id, event.target.value)} />
    </label>
  );
}
