import { useEffect, useState } from 'react';
import type { PageAct, PageAnswer, PageState } from '../state.ts';

/** The scene as the server last sent it; undefined until the first time. */
export function useScene(): PageState | undefined {
  const [state, setState] = useState<PageState>();
  useEffect(() => {
    const source = new EventSource('/events');
    source.addEventListener('message', (event: MessageEvent<string>) =>
      setState(JSON.parse(event.data) as PageState),
    );
    return () => source.close();
  }, []);
  return state;
}

/** Does something as a person of the scene; the answer is a sentence for whoever sits before the page. */
export async function act(what: PageAct): Promise<PageAnswer> {
  const reply = await fetch('/act', { method: 'POST', body: JSON.stringify(what) });
  if (!reply.ok) return { ok: false, text: await reply.text() };
  return (await reply.json()) as PageAnswer;
}
