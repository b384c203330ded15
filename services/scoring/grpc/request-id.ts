import { CxError } from '#libs/domain/error.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id by which a caller repeats a command without doing it twice. @throws {CxError} REQUEST_ID_INVALID */
export function requireRequestId(requestId: string): void {
  if (!UUID.test(requestId)) throw new CxError('REQUEST_ID_INVALID', 'request_id is a UUID', { field: 'request_id' });
}
