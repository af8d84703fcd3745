// The SCIM-like expressions of `search`, `filter` and System Log queries:
// https://developer.okta.com/docs/api/#filter

export type Operator = 'eq' | 'sw' | 'co' | 'gt' | 'ge' | 'lt' | 'le' | 'pr';

export type Literal = string | number | boolean | null;

export interface Comparison {
  readonly kind: 'compare';
  readonly property: string;
  readonly operator: Operator;
  readonly value: Literal;
}

export type Expression = Comparison | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] };

const operators: readonly string[] = ['eq', 'sw', 'co', 'gt', 'ge', 'lt', 'le', 'pr'];
const isOperator = (word: string): word is Operator => operators.includes(word);

const tokenPattern = /\s*(?:([()])|("(?:[^"\\]|\\.)*")|([^\s()"]+))/y;

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < text.trimEnd().length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

/** Parses an expression; undefined where it is not one. Operators are matched without regard to case. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader = { tokens, at: 0 };
  const expression = parseOr(reader);
  return reader.at === tokens.length ? expression : undefined;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

const take = (reader: Reader): string => reader.tokens[reader.at++] ?? '';

function parseJoined(
  reader: Reader,
  kind: 'and' | 'or',
  parsePart: (reader: Reader) => Expression | undefined,
): Expression | undefined {
  const parts: Expression[] = [];
  for (;;) {
    const part = parsePart(reader);
    if (part === undefined) return undefined;
    parts.push(part);
    if (reader.tokens[reader.at]?.toLowerCase() !== kind) break;
    reader.at += 1;
  }
  return parts.length === 1 ? parts[0] : { kind, parts };
}

const parseAnd = (reader: Reader): Expression | undefined => parseJoined(reader, 'and', parseTerm);
const parseOr = (reader: Reader): Expression | undefined => parseJoined(reader, 'or', parseAnd);

function parseTerm(reader: Reader): Expression | undefined {
  if (reader.tokens[reader.at] === '(') {
    reader.at += 1;
    const inner = parseOr(reader);
    return take(reader) === ')' ? inner : undefined;
  }
  const property = take(reader);
  const operator = take(reader).toLowerCase();
  if (!/^[A-Za-z_][\w.]*$/.test(property) || !isOperator(operator)) return undefined;
  if (operator === 'pr') return { kind: 'compare', property, operator, value: null };
  const value = parseLiteral(take(reader));
  return value === undefined ? undefined : { kind: 'compare', property, operator, value };
}

const isLiteral = (value: unknown): value is Literal =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

function parseLiteral(token: string): Literal | undefined {
  if (!/^(".*"|true|false|null|-?\d+(\.\d+)?)$/s.test(token)) return undefined;
  try {
    const value: unknown = JSON.parse(token);
    return isLiteral(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Every comparison of an expression, wherever it stands. */
export const comparisons = (expression: Expression): readonly Comparison[] =>
  expression.kind === 'compare' ? [expression] : expression.parts.flatMap(comparisons);

type Ordered = string | number | boolean;

const isOrdered = (value: unknown): value is Ordered =>
  ['string', 'number', 'boolean'].includes(typeof value);

const orders: Readonly<Record<Operator, (actual: Ordered, wanted: Ordered) => boolean>> = {
  eq: (actual, wanted) => actual === wanted,
  gt: (actual, wanted) => actual > wanted,
  ge: (actual, wanted) => actual >= wanted,
  lt: (actual, wanted) => actual < wanted,
  le: (actual, wanted) => actual <= wanted,
  sw: (actual, wanted) => String(actual).startsWith(String(wanted)),
  co: (actual, wanted) => String(actual).includes(String(wanted)),
  pr: () => true,
};

/** Whether the case of text counts. */
export type Fold = 'ignore_case' | 'exact';

/** Answers for one thing, given how to read its properties. */
export type Predicate = (valueOf: (property: string) => unknown) => boolean;

/** Makes an expression ready to be asked about many things; where a property is a list, any item will do. */
export function predicateOf(expression: Expression, fold: Fold): Predicate {
  if (expression.kind === 'compare') return comparisonPredicate(expression, fold);
  if (expression.kind === 'and') {
    const parts = expression.parts.map((part) => predicateOf(part, fold));
    return (valueOf) => parts.every((part) => part(valueOf));
  }
  const [equalities, others] = splitEqualities(expression.parts, fold);
  const parts = others.map((part) => predicateOf(part, fold));
  return (valueOf) =>
    [...equalities].some(([property, wanted]) =>
      anyItem(valueOf(property), fold, (item) => wanted.has(item)),
    ) || parts.some((part) => part(valueOf));
}

/** Alternatives `property eq "…"` as one set for each property: a search may name a hundred people. */
function splitEqualities(
  parts: readonly Expression[],
  fold: Fold,
): [ReadonlyMap<string, ReadonlySet<Ordered>>, readonly Expression[]] {
  const equalities = new Map<string, Set<Ordered>>();
  const others: Expression[] = [];
  for (const part of parts) {
    if (part.kind !== 'compare' || part.operator !== 'eq' || !isOrdered(part.value)) {
      others.push(part);
      continue;
    }
    const wanted = equalities.get(part.property) ?? new Set();
    equalities.set(part.property, wanted.add(folded(part.value, fold)));
  }
  return [equalities, others];
}

function comparisonPredicate({ property, operator, value }: Comparison, fold: Fold): Predicate {
  if (operator === 'pr') return (valueOf) => anyItem(valueOf(property), fold, (item) => item !== '');
  if (!isOrdered(value)) return () => false;
  const wanted = folded(value, fold);
  return (valueOf) =>
    anyItem(
      valueOf(property),
      fold,
      (item) => typeof item === typeof wanted && orders[operator](item, wanted),
    );
}

const folded = (value: Ordered, fold: Fold): Ordered =>
  fold === 'ignore_case' && typeof value === 'string' ? value.toLowerCase() : value;

function anyItem(value: unknown, fold: Fold, test: (item: Ordered) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => anyItem(item, fold, test));
  return isOrdered(value) && test(folded(value, fold));
}
