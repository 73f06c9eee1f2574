/** A field that was not given is absent, where a request's object has it as undefined. */
export type Given<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** Without the undefined fields, at any depth: commands and events hold none. */
export function given<T>(value: T): Given<T> {
  if (Array.isArray(value)) return value.map((item: unknown) => given(item)) as Given<T>;
  if (typeof value !== 'object' || value === null) return value as Given<T>;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, given(item as unknown)]),
  ) as Given<T>;
}
