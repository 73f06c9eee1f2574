/** Input that is not what its format says, byte for byte: refused, never repaired. The message says what and where. */
export class Malformed extends Error {
  override readonly name: string = 'Malformed';
}

/** Well-formed input that does not prove what it claims to. The message says what differs. */
export class NotProven extends Error {
  override readonly name: string = 'NotProven';
}
