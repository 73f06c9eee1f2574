import type { Page, PageRequest } from './answers.js';

const defaultLimit = 50;
const maxLimit = 200;

/** A cursor that no page gave out. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
  constructor() {
    super('the cursor is none that a page of this list gave: begin again without one');
  }
}

/**
 * One page: `read` is given where to go on (the sort key of the last item before, or undefined) and one more than the
 * limit, so that the last page knows that it is the last. Where it gave up looking before the end it says up to where
 * it looked (`until`): the page is then short, and the next one goes on there.
 * @param keyLength numbers in a sort key
 */
export function page<Row, Item>(
  request: PageRequest | undefined,
  keyLength: number,
  read: (after: number[] | undefined, limit: number) => Row[] | Looked<Row>,
  keyOf: (row: Row) => number[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const limit = Math.min(maxLimit, Math.max(1, Math.trunc(request?.limit ?? defaultLimit)));
  const after = request?.cursor === undefined ? undefined : decodedPlace(request.cursor, keyLength);
  const found = read(after, limit + 1);
  const { rows, until } = Array.isArray(found) ? { rows: found, until: null } : found;
  const last = rows.length > limit ? keyOf(rows[limit - 1]!) : until;
  return {
    items: rows.slice(0, limit).map(itemOf),
    next: last === null ? null : encodedPlace(last),
  };
}

/** What was found by looking no further than `until`; null: to the end. */
export interface Looked<Row> {
  rows: Row[];
  until: number[] | null;
}

/** A place in a list, as cursors have it. */
export const encodedPlace = (place: readonly number[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws BadCursor */
export function decodedPlace(cursor: string, keyLength: number): number[] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
  const fits =
    Array.isArray(key) && key.length === keyLength && key.every((part) => Number.isSafeInteger(part));
  if (!fits) throw new BadCursor();
  return key as number[];
}
