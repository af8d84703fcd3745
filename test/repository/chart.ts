import { parseAllDocuments, parse, stringify } from 'yaml';
import { find, read } from './texts.ts';

const chart = 'deploy/helm/token-desk';

/** The chart's objects as Helm would make them for a release; knows only what its templates use. */
export function renderChart(release: string): readonly unknown[] {
  const values: unknown = parse(read(`${chart}/values.yaml`));
  const context = { Values: values, Release: { Name: release } };
  return find(`${chart}/templates/*.yaml`).flatMap((file) =>
    parseAllDocuments(fill(read(file), context)).map((document) => {
      if (document.errors.length > 0) throw new Error(`${file}: ${String(document.errors[0])}`);
      const object: unknown = document.toJS();
      return object;
    }),
  );
}

function fill(template: string, context: unknown): string {
  const withBranches = template.replaceAll(
    /[ \t]*\{\{- if \.([\w.]+) \}\}\n([\s\S]*?)[ \t]*\{\{- end \}\}\n/g,
    (_, path: string, inner: string) => (valueAt(context, path) === '' ? '' : inner),
  );
  return withBranches
    .replaceAll(/\n?[ \t]*\{\{- toYaml \.([\w.]+) \| nindent (\d+) \}\}/g, (_, path: string, width: string) =>
      stringify(valueAt(context, path))
        .trimEnd()
        .split('\n')
        .map((line) => `\n${' '.repeat(Number(width))}${line}`)
        .join(''),
    )
    .replaceAll(/\{\{ \.([\w.]+) \}\}/g, (_, path: string) => String(valueAt(context, path)));
}

function valueAt(context: unknown, path: string): unknown {
  let value = context;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !(key in value)) throw new Error(`no value ${path}`);
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
