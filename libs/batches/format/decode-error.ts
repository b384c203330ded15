/** Why a batch was put aside: it is none, or it says what this version does not know yet. */
export interface Unreadable {
  readonly reason: 'UNDECODABLE' | 'FUTURE';
  readonly detail: string;
}

/** Thrown while a batch is read, and caught where reading began. */
export class Doubt extends Error {
  constructor(
    readonly reason: Unreadable['reason'],
    message: string,
  ) {
    super(message);
  }
}
