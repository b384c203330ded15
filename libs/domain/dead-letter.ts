/** What a reason means, and what the operator does about it; both are sentences. */
interface DeadLetterReasonSpec {
  readonly says: string;
  readonly cure: string;
}

/**
 * Why `cx feed kafka` sends a record to the dead-letter topic before any department sees it. The one closed list: docs/errors.md
 * is printed from it. A fact that a department refuses has the department's reason.
 */
export const DEAD_LETTER_REASONS = {
  NOT_JSON: {
    says: 'The value of the record is not one JSON object in UTF-8.',
    cure: 'Correct the producer, and send the record again.',
  },
  MAP_REFUSED: {
    says: 'The map cannot make facts of the record.',
    cure: 'Correct the record or the map, and send the record again.',
  },
  KEY_MISSING: {
    says: 'The ids of facts come from the key, and the record has none.',
    cure: 'Let the producer set a key, or take the ids from the map or the offset (--ids).',
  },
} as const satisfies Readonly<Record<string, DeadLetterReasonSpec>>;

export type DeadLetterReason = keyof typeof DEAD_LETTER_REASONS;
