/** Who made a call, as it was proven. `unknown` proved nothing: then there is no name. */
export interface Who {
  /** Of a caller that was proven; empty for `unknown`. */
  readonly name: string;
  readonly kind: 'service' | 'person' | 'feed' | 'unknown';
  /** The roles by which the call was allowed. */
  readonly roles: readonly string[];
}

/** What was called. */
export interface What {
  /** "cx.documents.v1.DocumentService/PublishDocument" */
  readonly call: string;
  /** The fields of the request that its rule lets stand here, such as department and period. Never the request itself. */
  readonly resource: Readonly<Record<string, string>>;
}

/** What a line is about. COUNTED stands for calls that got no line of their own, see ../record/bounded.ts. */
export type AuditEvent = 'BEGAN' | 'ENDED' | 'READ' | 'DENIED' | 'COUNTED';

/** How a call ended: the name of its gRPC status, and the reason of a refusal. */
export interface Outcome {
  readonly code: string;
  /** Empty without a refusal. Never the message: it may quote the caller. */
  readonly reason: string;
}

/** Words and numbers that a handler adds: versions, states, hashes. Never a text that a caller has written. */
export type Facts = Readonly<Record<string, string | bigint | boolean>>;

/** One entry of the audit log, before it has its place in the chain. */
export interface Entry {
  readonly event: AuditEvent;
  readonly who: Who;
  readonly what: What;
  /** Joins the lines of one call. Empty for COUNTED. */
  readonly requestId: string;
  readonly before?: Facts | undefined;
  readonly after?: Facts | undefined;
  readonly outcome?: Outcome | undefined;
  /** How many calls a COUNTED line stands for, from 1. */
  readonly count?: bigint | undefined;
}
