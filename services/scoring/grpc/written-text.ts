import { CxError } from '#libs/domain/error.js';
import { isWritten } from '#libs/domain/one-line.js';
import { redacted } from '#libs/runtime/redact.js';

const MOST_TEXT = 500;

/** What a person wrote, as it is. @throws {CxError} REASON_MISSING; EVIDENCE_INVALID for what looks like personal data */
export function writtenText(text: string, field = 'reason'): string {
  if (!isWritten(text) || text.length > MOST_TEXT)
    throw new CxError('REASON_MISSING', `say why, in one line of 1 to ${MOST_TEXT} characters that can be printed`, {
      field,
    });
  if (redacted(text) !== text)
    throw new CxError('EVIDENCE_INVALID', `${field} holds what looks like a mail address or a secret`, { field });
  return text;
}
