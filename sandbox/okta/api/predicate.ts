import type { Comparison, Expression, Operator } from './expression.ts';

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
