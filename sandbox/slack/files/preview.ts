import { Buffer } from 'node:buffer';

const previewLines = 5;
const previewChars = 1000;
const contentChars = 1_000_000;

export interface Preview {
  readonly preview: string;
  readonly preview_highlight: string;
  readonly lines: number;
  readonly lines_more: number;
  readonly preview_is_truncated: boolean;
}

const htmlEscaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const decoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const highlighted = (lines: readonly string[], className: string): string => {
  const rows = lines.map((line) => `<div><pre>${htmlEscaped(line)}</pre></div>`).join('\n');
  return `<div class="${className}">\n<div class="CodeMirror-code">\n${rows}\n</div>\n</div>\n`;
};

/** The first lines of a text file, which Slack shows, and sends, to everybody who sees the message. */
export function previewOf(bytes: Uint8Array): Preview {
  const lines = decoded(bytes).split(/\r\n|\r|\n/);
  const shown = lines.slice(0, previewLines);
  const preview = shown.join('\n').slice(0, previewChars);
  return {
    preview,
    preview_highlight: highlighted(preview.split('\n'), 'CodeMirror cm-s-default CodeMirrorServer'),
    lines: lines.length,
    lines_more: lines.length - shown.length,
    preview_is_truncated: preview.length < shown.join('\n').length,
  };
}

/** The whole text, as `files.info` gives it beside the file object. */
export function contentOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = decoded(bytes);
  const content = text.slice(0, contentChars);
  return {
    content,
    content_highlight_html: highlighted(content.split('\n'), 'CodeMirror cm-s-default'),
    content_highlight_css: '',
    is_truncated: content.length < text.length,
  };
}
