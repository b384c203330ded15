/** Why a batch was put aside: it is none, or it says what this version does not know yet. */
export interface DecodeFailure {
  readonly reason: 'UNDECODABLE' | 'FUTURE';
  readonly detail: string;
}

/** Thrown while a batch is read, and caught where reading began. */
export class DecodeError extends Error {
  constructor(
    readonly reason: DecodeFailure['reason'],
    message: string,
  ) {
    super(message);
  }
}
