/** `YYYY-MM-DDTHH:mm:ss.000Z`, as Okta writes times: to the second. */
export const instant = (atMs: number | null): string | null =>
  atMs === null ? null : `${new Date(atMs).toISOString().slice(0, 19)}.000Z`;

/** To the millisecond, as System Log writes them. */
export const preciseInstant = (atMs: number): string => new Date(atMs).toISOString();
