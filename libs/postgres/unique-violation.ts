const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because a row with its key is there already: another call was faster. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}
