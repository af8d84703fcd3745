const maxChars = 40_000;

/**
 * A message's text as Slack keeps it: bare `&`, `<` and `>` become entities, `<…>` markup stays, and what exceeds
 * 40,000 characters is cut off (docs.slack.dev/reference/methods/chat.postMessage).
 */
export function storedText(text: string): string {
  const escaped = text
    .split(/(<[^<>\s][^<>\n]*>)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/&(?!amp;|lt;|gt;)/g, '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;'),
    )
    .join('');
  return escaped.slice(0, maxChars);
}
