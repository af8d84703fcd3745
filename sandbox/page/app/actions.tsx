import { useState, type ReactElement } from 'react';

interface Text {
  readonly text: string;
}

interface Button {
  readonly type: string;
  readonly action_id: string;
  readonly text: Text;
  readonly style?: string;
  readonly url?: string;
  readonly confirm?: {
    readonly title: Text;
    readonly text: Text;
    readonly confirm: Text;
    readonly deny: Text;
  };
}

interface Props {
  readonly block: Record<string, unknown>;
  readonly press: (actionId: string, blockId: string | undefined) => void;
}

/** The buttons of a message, with Slack's own confirmation dialog before those that ask for one. */
export function Actions({ block, press }: Props): ReactElement {
  const [asked, setAsked] = useState<Button>();
  const blockId = typeof block['block_id'] === 'string' ? block['block_id'] : undefined;
  const buttons = (block['elements'] as readonly Button[]).filter((element) => element.type === 'button');
  return (
    <div className="actions">
      {buttons.map((button) => (
        <button
          key={button.action_id}
          type="button"
          className={`slack-button ${button.style ?? ''}`}
          data-action={button.action_id}
          onClick={() => (button.confirm === undefined ? press(button.action_id, blockId) : setAsked(button))}
        >
          {button.text.text}
        </button>
      ))}
      {asked?.confirm !== undefined && (
        <dialog open className="modal" aria-label={asked.confirm.title.text}>
          <h2>{asked.confirm.title.text}</h2>
          <p>{asked.confirm.text.text}</p>
          <footer>
            <button type="button" className="slack-button" onClick={() => setAsked(undefined)}>
              {asked.confirm.deny.text}
            </button>
            <button
              type="button"
              className="slack-button primary"
              data-confirm={asked.action_id}
              onClick={() => {
                setAsked(undefined);
                press(asked.action_id, blockId);
              }}
            >
              {asked.confirm.confirm.text}
            </button>
          </footer>
        </dialog>
      )}
    </div>
  );
}
