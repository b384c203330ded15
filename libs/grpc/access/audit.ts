import type { Audited, Caller, Role } from '#libs/domain/access.js';
import type { MethodName } from '../watched-call.js';

/** What an audit log keeps of one call. It holds no field of a request but resource names. */
export interface AuditEntry extends MethodName {
  /** A UUID that the caller sent as `x-request-id`, or that this server made; the same in all entries of one call. */
  readonly requestId: string;
  /** Undefined when the caller was not proven. */
  readonly caller: Caller | undefined;
  /** The roles of the caller that the rule of the call names. */
  readonly roles: readonly Role[];
  /** "127.0.0.1:53214" */
  readonly peer: string;
  /** Why there is an entry; NEVER in that of a denied call whose rule asks for none. */
  readonly audited: Audited;
  /** The names that the request states in the fields of its rule, "departments/delivery/indexes/2018-08"; empty until it was read. */
  readonly resources: readonly string[];
}

/** What a command changed, as the handler states it. */
export interface Changed {
  readonly before?: unknown;
  readonly after?: unknown;
}

/** How a call ended. */
export interface AuditOutcome extends Changed {
  /** The name of its status, "OK". */
  readonly code: string;
  /** Why it was refused; empty after a success. */
  readonly reason: string;
}

/** The audit log, as the interceptor writes it. */
export interface Audit {
  /**
   * Called before the handler runs. The call is refused when it fails, so that no command runs without a line.
   *
   * @throws {CxError} AUDIT_UNAVAILABLE
   */
  began(entry: AuditEntry): Promise<void>;
  /** Called before the status is sent, or when the caller has gone. An error is reported as a bug and does not change the answer. */
  ended(entry: AuditEntry, outcome: AuditOutcome): Promise<void>;
  /** Called when a call was denied; it does not wait for the database. An error is reported as a bug; the call stays denied. */
  denied(entry: AuditEntry, outcome: AuditOutcome): Promise<void>;
}

/** Keeps nothing. */
export const NO_AUDIT: Audit = {
  began: async () => undefined,
  ended: async () => undefined,
  denied: async () => undefined,
};
