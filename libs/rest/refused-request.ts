import { HTTP_REASONS, type HttpReason } from '#libs/domain/http-reasons.js';

/** A request that is no call. */
export class RefusedRequest extends Error {
  constructor(
    readonly reason: HttpReason,
    message: string,
    /** The parameter; empty when it is about the whole request. */
    readonly field = '',
  ) {
    super(message);
    this.name = 'RefusedRequest';
  }

  get httpCode(): number {
    return HTTP_REASONS[this.reason].httpCode;
  }
}
