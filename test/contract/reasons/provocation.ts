import type { JsonValue } from '@bufbuild/protobuf';

/** Which state the database of the service is in. */
export type Store = 'live' | 'unreachable' | 'misconfigured' | 'full';

/** What makes a call answer with a reason. */
export interface Provocation {
  /** Calls made one after the other; a valid request when unset. The reasons of all of them count. */
  readonly requests?: readonly JsonValue[];
  readonly store?: Store;
  readonly deadlineMs?: number;
  /** Who calls; "all" when unset. */
  readonly caller?: string;
  /** Brings the database or the clock into the state that the reason needs. What it returns is done after the call. */
  readonly before?: () => Promise<(() => Promise<unknown>) | undefined>;
}
