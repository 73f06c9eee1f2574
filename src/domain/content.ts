/** JSON content compared by what it says: order of keys is nothing, order of lists is something. */
export function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameContent(item, b[index]))
    );
  }
  return differences(a, b).length === 0;
}

/** The fields in which two contents differ, by name, in alphabetical order. */
export function differences(a: object, b: object): string[] {
  const left = a as Fields;
  const right = b as Fields;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => !sameContent(left[name], right[name])).sort();
}
type Fields = Record<string, unknown>;
