import type { DepartmentEntry } from '#libs/documents/departments/departments-document.js';
import type { Heard } from '#libs/documents/departments/heard-milestones.js';
import type { FIELD_TYPES } from '#libs/documents/departments/own-department.js';
import type { Instant } from '#libs/domain/time.js';
import type { Value } from '#libs/expressions/types.js';

export type FieldType = (typeof FIELD_TYPES)[number];

/** A field of a fact as it was reported: with its type, so that it can be read when a later document gives the field another one. */
export type TypedValue =
  | { readonly type: 'text' | 'choice' | 'day'; readonly value: string }
  | { readonly type: 'whole_number'; readonly value: bigint }
  | { readonly type: 'instant'; readonly value: Instant }
  | { readonly type: 'yes_no'; readonly value: boolean };

export type TypedFields = Readonly<Record<string, TypedValue>>;

/** A fact of a kind that the company declares. */
export interface OwnFact {
  readonly kind: string;
  readonly happenedAt: Instant;
  readonly fields: TypedFields;
}

/** Hits and misses of one unit on one day, as a source counted them that judges itself. */
export interface OwnTally {
  readonly feed: string;
  readonly happenedAt: Instant;
  readonly metric: string;
  readonly unit: string;
  readonly day: string;
  readonly hits: number;
  readonly misses: number;
}

/** What a department of the company's own states: kinds of facts, what a case is, and its metrics. */
export interface OwnDepartmentEntry
  extends Pick<DepartmentEntry, 'title' | 'case' | 'facts' | 'metrics' | 'publishes'> {
  /** The milestones that it hears, by the names that its expressions use. Unset when it hears none. */
  readonly heard?: Readonly<Record<string, Heard>>;
}

/** A milestone of another department about a case, "delivery/delivered", with what expressions read of it. */
export interface HeardMilestone {
  readonly milestone: string;
  readonly happenedAt: Instant;
  readonly values: Readonly<Record<string, Value>>;
}
