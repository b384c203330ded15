import type { CaseKind } from '../facts/case-ref.js';
import type { CaseIdField, Objection } from '../facts/fact-checks.js';
import type { SubjectKind } from '../facts/subject-kind.js';

/** How the facts of a department name what they are about. */
export interface Naming<Fact> {
  /** The kind of case of facts that are about no subject. */
  readonly caseKind: CaseKind;
  readonly caseIdOf: (fact: Fact) => string;
  /** Left out when the department has no facts about subjects. */
  readonly subjectIdOf?: (fact: Fact) => string;
  /** The issue that a contact belongs to: then the issue is the case, and the contact is a part of it. Empty when it stands alone. */
  readonly issueIdOf?: (fact: Fact) => string;
}

/** The case that a fact names. */
export interface NamedCase {
  readonly kind: CaseKind;
  readonly id: string;
  /** The field of the contract that holds the id. */
  readonly idField: CaseIdField;
  /** Only of a contact. */
  readonly issueId: string | undefined;
  readonly isSubject: boolean;
  /** What is wrong with the names of a fact that names another case besides. */
  readonly objection: Objection | undefined;
}

/**
 * Names the case of a fact: a subject if its kind says so, else the order or the contact. A withdrawal has no kind of its own, so it says
 * in `subject_kind` whether it is about a subject.
 *
 * @param stated    the kind of subject as the kind of fact, or a withdrawal, states it; empty or unset: none
 * @param subjects  the kinds of subjects that the department has
 */
export function namedCase<Fact>(
  fact: Fact,
  { caseKind, caseIdOf, subjectIdOf = () => '', issueIdOf }: Naming<Fact>,
  stated: string | undefined,
  subjects: readonly SubjectKind[],
): NamedCase {
  const [caseId, subjectId] = [caseIdOf(fact), subjectIdOf(fact)];
  const idField = caseKind === 'order' ? 'order_id' : 'contact_id';
  if (!stated) {
    const objection = subjectId === '' ? undefined : subjectUnexpected();
    return { kind: caseKind, id: caseId, idField, issueId: issueIdOf?.(fact), isSubject: false, objection };
  }
  const subject = { id: subjectId, idField: 'subject_id' as const, issueId: undefined, isSubject: true };
  const kind = subjects.find((one) => one === stated);
  if (kind === undefined) return { ...subject, kind: caseKind, objection: kindUnknown(stated, subjects) };
  const other = caseId === '' ? (issueIdOf?.(fact) ? 'issue_id' : undefined) : idField;
  return { ...subject, kind, objection: other === undefined ? undefined : caseUnexpected(kind, other) };
}

function subjectUnexpected(): Objection {
  const detail = 'this fact is about no subject; leave subject_id empty, or state subject_kind in a withdrawal';
  return { reason: 'SUBJECT_ID_UNEXPECTED', field: 'subject_id', detail };
}

function kindUnknown(stated: string, subjects: readonly SubjectKind[]): Objection {
  const known = subjects.length === 0 ? 'this department has none' : subjects.join(', ');
  const detail = `there is no kind of subject "${stated}": ${known}`;
  return { reason: 'SUBJECT_KIND_UNKNOWN', field: 'withdrawal.subject_kind', detail };
}

function caseUnexpected(kind: SubjectKind, field: string): Objection {
  const detail = `this fact is about a ${subjectWords(kind)}, which subject_id names; leave ${field} empty`;
  return { reason: 'CASE_ID_UNEXPECTED', field, detail };
}

/** "location count" */
export function subjectWords(kind: SubjectKind): string {
  return kind.replaceAll('_', ' ');
}
