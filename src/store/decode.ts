import { z } from 'zod';
import { AppError } from '../domain/errors.ts';

/** A stored row as the type its schema describes; STORE_ROW_INVALID names the column, never its value. */
export function decode<T>(schema: z.ZodType<T>, fields: unknown, table: string): T {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const column = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('STORE_ROW_INVALID', { table, column });
}

/** A column that may be NULL, as an absent value. */
export const optional = <T extends z.ZodType>(schema: T): z.ZodType<z.output<T> | undefined> =>
  schema.nullable().transform((value) => value ?? undefined);

/** An integer, also where a driver gives 64-bit columns as text. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,16}$/)
    .transform(Number),
]);

/** A column that holds JSON text of the given shape. */
export const json = <T extends z.ZodType>(schema: T): z.ZodType<z.output<T>> =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
