import { z } from 'zod';
import { INSECURITY_REASONS, type InsecurityReason } from '#libs/domain/insecurity.js';
import { commaList } from './comma-list.js';

/** What an operator decides about a process that is insecure. */
export function securitySettings() {
  return {
    CX_ACCEPTED_INSECURITIES: commaList()
      .pipe(z.array(z.custom<InsecurityReason>(isReason, 'it names a reason that is not in docs/security.md')))
      .describe(
        'reasons of docs/security.md that the operator accepts, separated by commas: no alert fires for them; they are shown all the same',
      ),
  };
}

function isReason(word: unknown): boolean {
  return INSECURITY_REASONS.some((reason) => reason === word);
}
