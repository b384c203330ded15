import { status } from '@grpc/grpc-js';
import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { FactOutcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/source.js';
import { refusalOf } from '#libs/grpc/refusal.js';
import { departmentClient } from '../department-client.js';
import { isOther } from '../failure.js';
import { asFeed } from '../session/connections.js';

/** Records facts of a department by calls that are each one transaction. */
export interface DepartmentCalls {
  /** @throws {ServiceError} of grpc-js, when the whole call was refused or not answered */
  record(facts: readonly object[]): Promise<readonly FactOutcome[]>;
  close(): void;
}

/** When it has passed, it is not known whether the facts were recorded, so they are sent again. */
const SETTINGS = { deadlineMs: 30_000 };

/** @param caller  the name that the department knows the feed by */
export function departmentCalls(source: Source, address: string, caller: string, origin: Origin): DepartmentCalls {
  const to = departmentClient(source, address, asFeed(caller, process.env, source));
  return {
    record: async (facts) => (await to.record({ facts, origin }, SETTINGS)).outcomes,
    close: () => to.close(),
  };
}

/** Refusals of a whole call that a wait does not cure: the caller is not known or lacks a role, or the call is not understood. */
const FOR_GOOD: ReadonlySet<status> = new Set([
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
  status.INVALID_ARGUMENT,
  status.UNIMPLEMENTED,
]);

/** What becomes of a call that failed: sent again later, sent again in halves, or the feed ends. */
export function afterFailure(error: unknown): 'later' | 'halves' | 'never' {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  if (code === undefined || isOther(error)) return 'never';
  if (refusalOf(error)?.retryAfterMs !== undefined) return 'later'; // the feed sends too much at once, not too much in one call
  if (code === status.RESOURCE_EXHAUSTED) return 'halves';
  return FOR_GOOD.has(code) ? 'never' : 'later';
}
