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
