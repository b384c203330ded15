import type { Part } from '#libs/domain/part.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import type { Objection } from './fact-checks.js';
import type { SubjectKind } from './subject-kind.js';

/**
 * One kind of fact that feeds report to a department: what is checked, what it means for the case, how it looks to people,
 * and what holds when it is reported several times about one case.
 *
 * `Value` is what the contract says of it; `Known` is what the case of the department takes of it.
 */
export interface FactKind<Value, Known> {
  /**
   * Which fact counts when a case, or a part of it, has several of this kind with different content. In order of the time at
   * which they happened; of one instant in order of feed and id. `every`: each of them says something of its own.
   */
  readonly counts: 'first' | 'last' | 'every';
  /** True when several are normal and no inconsistency: a customer may answer again. */
  readonly mayRepeat?: boolean;
  /** The kind of subject that it is about and names in subject_id. Left out: it is about an order, or about a contact. */
  readonly about?: SubjectKind;
  /** Whether a fact of this kind may or must name a part of the case, a parcel of an order. Left out: it is about the whole case. */
  readonly part?: 'may' | 'must';
  /** What is wrong with the value; asked when everything that all facts have in common is right. */
  readonly check?: (value: Value, happenedAt: Instant, part?: Part) => Objection | undefined;
  /** What the case takes of it. Left out when no case uses this kind yet: it is stored and shown as evidence. */
  readonly read?: (value: Value, happenedAt: Instant) => Known;
  /** Its plain figures for people: "promised day 2018-08-03". Left out when the name says everything. */
  readonly describe?: (value: Value, zone: Zone) => string;
  /** The time zone of the customer, where a fact of this kind names it in a field `zone`; empty when it does not. */
  readonly zone?: (value: Value) => Zone;
}

/** A kind of fact, with the types of its file inferred. */
export function factKind<Value, Known = never>(kind: FactKind<Value, Known>): FactKind<Value, Known> {
  return kind;
}
