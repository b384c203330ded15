import type { Metadata } from '@grpc/grpc-js';
import type { Caller } from '#libs/domain/access.js';
import type { Changed } from './audit.js';
import { type Sight, sightOf } from './permitted.js';
import type { AccessRule } from './rules.js';

/** What the interceptor leaves for the handler of one call. */
export interface CallAccess {
  readonly caller: Caller;
  /** What the caller sees of a department in the answers to this call. */
  sees(department: string): Sight;
  /** Adds what the call changes to its line in the audit log. */
  audited(changed: Changed): void;
}

/** The access of one call, and what its handler has stated for the audit log. */
export class GrantedCall implements CallAccess {
  changed: Changed = {};

  #callerNow: () => Caller;

  constructor(
    /** As the call began. */
    readonly caller: Caller,
    private readonly rule: AccessRule,
  ) {
    this.#callerNow = () => caller;
  }

  /** From now on the answers show what the caller sees by the roles of each moment: a stream may outlive a role. */
  follow(callerNow: () => Caller): void {
    this.#callerNow = callerNow;
  }

  sees(department: string): Sight {
    return sightOf(this.#callerNow(), this.rule, department);
  }

  audited(changed: Changed): void {
    this.changed = { ...this.changed, ...changed };
  }
}

/** By the metadata of the call: grpc-js hands the same object to the interceptor and to the handler. */
const ACCESSES = new WeakMap<Metadata, CallAccess>();

export function leaveAccess(metadata: Metadata, access: CallAccess): void {
  ACCESSES.set(metadata, access);
}

/** @throws {Error} for a call that did not pass the interceptor: it would be open to every caller */
export function accessOf(metadata: Metadata): CallAccess {
  const access = ACCESSES.get(metadata);
  if (access === undefined) throw new Error('the call did not pass the interceptor that checks its caller');
  return access;
}

/** Which caller was identified by this metadata: "feed shop". Undefined for a call that is open to every connection. */
export function callerNameIn(metadata: Metadata): string | undefined {
  const caller = ACCESSES.get(metadata)?.caller;
  return caller === undefined ? undefined : `${caller.kind} ${caller.name}`;
}
