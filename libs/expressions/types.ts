import type { Instant } from '#libs/domain/time.js';
import type { Timescale } from '#libs/domain/timescale.js';

/** The types that expressions know. A choice is a text of which the possible values are known. */
export const TYPE_NAMES = ['text', 'whole_number', 'instant', 'day', 'yes_no', 'duration'] as const;
export type TypeName = (typeof TYPE_NAMES)[number];

/** The type of a part of an expression. `choices` are the values that a text can have; `list` is written out, or holds facts. */
export interface Type {
  readonly name: TypeName | 'list' | 'fact';
  /** Of a fact: its kind. */
  readonly kind?: string;
  readonly choices?: readonly string[];
  /** Of a list: the type of its elements. */
  readonly of?: Type;
}

/** A field that expressions may read. */
export interface FieldSpec {
  readonly type: Exclude<TypeName, 'duration'> | 'choice';
  readonly choices?: readonly string[];
  /** false: a fact may leave it out, so an expression asks has() first. */
  readonly required: boolean;
}

/** What an expression may read: kinds of facts by name, each with its fields. Every fact also has `happened_at`. */
export type Scope = Readonly<Record<string, Readonly<Record<string, FieldSpec>>>>;

/** Where an expression is checked and evaluated: what it may read, and the names that it may use. */
export interface Surroundings {
  readonly scope: Scope;
  /** Calendars of working time by name; undefined where it is not known which there are, so every name is accepted. */
  readonly calendars: ReadonlySet<string> | undefined;
}

/** A value as feeds report it: text and choice as text, whole number as bigint, instant as a number, day as "2027-01-31". */
export type Value = string | bigint | Instant | boolean;

/** The facts of a case that count: kind, field, value. A fact that is not known and a field that was left out are absent. */
export type FactValues = Readonly<Record<string, Readonly<Record<string, Value>> | undefined>>;

/** All facts of a case by kind, each in order of time. A kind without facts may be missing. */
export type FactLists = Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;

/** What an expression gives, or the name of what went wrong. It never throws. */
export type Evaluated =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

/** Why an expression gave no value: the case is flagged and not asked. */
export const FAILURES = {
  DIVISION_BY_ZERO: 'A number was divided by zero.',
  OVERFLOW: 'A number does not fit into 64 bits.',
  OUT_OF_RANGE: 'An instant, a day or a number of days is out of range.',
  ZONE_UNKNOWN: 'A text is no IANA zone.',
  LIMIT_NEVER_REACHED:
    'The team never works that long within ten years, or there is no such calendar on the day of the case.',
  VALUE_ABSENT: 'A value is absent.',
  TOO_MANY_FACTS: 'A case has more facts of one kind than an expression looks through.',
  NOT_EVALUATED: 'The expression gives no value.',
} as const;
export type FailureReason = keyof typeof FAILURES;

/** Finds the calendar of working time that holds; undefined when the company has none of this name. */
export type CalendarOf = (name: string) => Timescale | undefined;
