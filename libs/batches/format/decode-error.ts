/** Why a batch cannot be decoded: it is malformed, or a newer version wrote it. */
export interface DecodeFailure {
  readonly reason: 'UNDECODABLE' | 'FUTURE';
  readonly detail: string;
}

/** Thrown while a batch is decoded; `openBatch` turns it into a DecodeFailure. */
export class DecodeError extends Error {
  constructor(
    readonly reason: DecodeFailure['reason'],
    message: string,
  ) {
    super(message);
  }
}
