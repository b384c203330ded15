/** What can be wrong with an expression before it is evaluated. */
export const EXPRESSION_REASONS = {
  EXPRESSION_INVALID: 'An expression is not written in CEL.',
  EXPRESSION_TOO_LARGE: 'An expression is too long, nested too deeply, or costs too much.',
  EXPRESSION_TYPE_WRONG: 'An expression, or a part of it, has another type than the one that is needed.',
  NAME_UNKNOWN: 'An expression names a kind of fact that the department does not take.',
  FACT_FIELD_UNKNOWN: 'An expression reads a field that the kind of fact does not have.',
  FUNCTION_UNKNOWN: 'An expression calls a function that does not exist.',
  ARGUMENTS_WRONG: 'A function is called with too many, too few or other arguments than it takes.',
  OPERATION_UNKNOWN:
    'An expression uses something of CEL that departments cannot use, such as maps or decimal numbers.',
  PRESENCE_NOT_CHECKED: 'An expression reads a fact or a field that may be absent, without asking has() first.',
  CHOICE_UNKNOWN: 'An expression compares a choice with a value that it never has.',
  NAME_RESERVED: 'A kind of fact or a field has a name that expressions cannot use.',
} as const;

export type ExpressionReason = keyof typeof EXPRESSION_REASONS | 'CALENDAR_UNKNOWN' | 'ZONE_UNKNOWN';

/** Something that is wrong at a place of an expression. */
export interface ExpressionMistake {
  /** Characters before it, from 0, in UTF-16 units. */
  readonly offset: number;
  readonly reason: ExpressionReason;
  /** What is wrong, a sentence. */
  readonly problem: string;
  /** What the author does about it, a sentence. */
  readonly cure: string;
}
