import { enumWords, type Word } from './enum-words.js';

/** What a caller may be. `cx.access.v1.Role` says what each is for. */
export const ROLES = enumWords('role', {
  FEED: 1,
  AGENCY: 2,
  DEPARTMENT_READER: 3,
  DEPARTMENT_LEAD: 4,
  HR_MAKER: 5,
  HR_APPROVER: 6,
  FINANCE_APPROVER: 7,
  REVIEWER: 8,
  RULES_AUTHOR: 9,
  RULES_PUBLISHER: 10,
  AUDITOR: 11,
  OPERATOR: 12,
  SERVICE: 13,
  PAYOUT: 14,
});

/** What of a call a role may ask for. */
export const SCOPES = enumWords('scope', {
  NONE: 1,
  OWN_DEPARTMENT: 2,
  OWN_FEED: 3,
  ALL: 4,
  INDEX_OF_OTHERS: 5,
});

/** Whether a call leaves lines in the audit log. */
export const AUDITED = enumWords('audited', { NEVER: 1, COMMAND: 2, EXPORT: 3, READING_OF_OTHERS: 4 });

export type Role = Word<typeof ROLES>;
export type Scope = Word<typeof SCOPES>;
export type Audited = Word<typeof AUDITED>;

/** A role that a caller holds, and for what. */
export interface Binding {
  readonly role: Role;
  /** The departments that are its own. Roles that see all departments or none leave it empty. */
  readonly departments: readonly string[] | 'all';
  /** The feeds that it is. */
  readonly feeds: readonly string[];
}

/** Who calls. */
export interface Caller {
  /** Of a feed the name that is written into every fact. */
  readonly name: string;
  readonly kind: 'service' | 'person' | 'feed';
  readonly bindings: readonly Binding[];
  /** Why it lacks other roles and what to do, where the server knows more than the names of roles. */
  readonly lacks?: string;
}

/** The roles that are bound to departments: of people who read theirs, and of processes that are one. No other role has a department of its own. */
export const ROLES_OF_DEPARTMENTS: readonly Role[] = ['DEPARTMENT_READER', 'DEPARTMENT_LEAD', 'SERVICE'];

/** What a connection or a token proves about the caller; what the caller may do is not part of it. */
export type Proven =
  | { readonly kind: 'service'; readonly name: string }
  | {
      readonly kind: 'token';
      readonly issuer: string;
      readonly subject: string;
      readonly client: string;
      readonly groups: readonly string[];
    };

/** A binding to one role, by default for no department and no feed. */
export function bound(role: Role, to: Partial<Omit<Binding, 'role'>> = {}): Binding {
  return { role, departments: [], feeds: [], ...to };
}
