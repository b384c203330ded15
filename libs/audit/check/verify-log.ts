import type { Head } from '../chain/line.js';
import { type BrokenChain, ChainCheck } from '../chain/verify-chain.js';
import type { AuditStore } from '../store/audit-store.js';

/** What a check of the whole log found. */
export interface LogVerification {
  /** The newest line that holds together with all before it. */
  readonly head: Head;
  /** Undefined when every line holds. */
  readonly broken: BrokenChain | undefined;
}

/** Lines read at once: between two reads the process does other work. */
const CHUNK = 1_000;

/**
 * Reads the log from its first line and follows the chain. Lines that are added meanwhile are checked too. A million lines take
 * about ten seconds.
 *
 * @param remembered  a head that was seen before; a log that ends before it was cut off
 * @throws {CxError}  STORE_UNAVAILABLE
 */
export async function verifyLog(store: Pick<AuditStore, 'linesAfter'>, remembered?: Head): Promise<LogVerification> {
  const [found] = await verifyLogAgainst(store, [remembered]);
  if (found === undefined) throw new Error('one head makes one check');
  return found;
}

/** Reads the log once for several checks, each against a head of its own; what it finds is in the order of the heads. */
export async function verifyLogAgainst(
  store: Pick<AuditStore, 'linesAfter'>,
  heads: readonly (Head | undefined)[],
): Promise<readonly LogVerification[]> {
  const checks = heads.map((head) => new ChainCheck(head));
  let after = 0n;
  for (;;) {
    const lines = await store.linesAfter(after, CHUNK);
    for (const line of lines) for (const check of checks) check.add(line);
    const last = lines.at(-1);
    if (last === undefined || checks.every(({ isBroken }) => isBroken)) return checks.map(foundBy);
    after = last.position;
  }
}

const foundBy = (check: ChainCheck): LogVerification => ({ head: check.head, broken: check.end() });
