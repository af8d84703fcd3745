/** Wraps an action so that it ends in a change event. */
export type Changing = <A extends readonly unknown[], R>(act: (...args: A) => R) => (...args: A) => R;
