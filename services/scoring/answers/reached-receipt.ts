import { CxError } from '#libs/domain/error.js';
import { isSource, type Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { CountsReader } from '../counts/read.js';

/** Asks the source that wrote a receipt where its facts have got to: batches "delivery/1:1:4711" once they are sealed. */
export type ReceiptSource = (
  receipt: string,
  signal: AbortSignal,
) => Promise<{ readonly sealed: boolean; readonly batches: readonly string[] }>;

export interface WaitForReceiptOptions {
  readonly counts: Pick<CountsReader, 'isApplied'>;
  readonly askSource: ReceiptSource;
  readonly clock: Clock;
}

/** Without a deadline of the caller's. */
const LONGEST_MS = 10_000;
/** So much before the deadline the refusal must be on its way, or the caller only sees that time is up. */
const MARGIN_MS = 100;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 200;

/**
 * Waits until everything a receipt stands for is counted.
 *
 * @throws {CxError} RECEIPT_INVALID, RECEIPT_NOT_REACHED
 */
export async function waitForReceipt(
  { counts, askSource, clock }: WaitForReceiptOptions,
  receipt: string,
  { deadline, signal }: { readonly deadline: Instant | undefined; readonly signal: AbortSignal },
): Promise<void> {
  const until = deadline === undefined ? clock.now() + LONGEST_MS : deadline - MARGIN_MS;
  const waiting = { until, clock, signal };
  let batches: readonly BatchName[] | undefined;
  await poll(waiting, async () => {
    const answer = await askSource(receipt, signal);
    if (answer.sealed) batches = answer.batches.map(parseBatchName);
    return answer.sealed;
  });
  for (const batch of batches ?? []) await poll(waiting, () => counts.isApplied(batch));
}

interface BatchName {
  readonly source: Source;
  readonly shard: number;
  readonly epoch: number;
  readonly number: bigint;
}

/** "delivery/1:1:4711" is source/shard:epoch:number. */
function parseBatchName(text: string): BatchName {
  const [, source = '', shard, epoch, number] = /^([a-z0-9_]+)\/(\d+):(\d+):(\d+)$/.exec(text) ?? [];
  if (!isSource(source) || number === undefined) throw new Error(`a source answered with the batch ${text}`);
  return { source, shard: Number(shard), epoch: Number(epoch), number: BigInt(number) };
}

async function poll(
  { until, clock, signal }: { until: Instant; clock: Clock; signal: AbortSignal },
  isReached: () => Promise<boolean>,
): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    if (await isReached()) return;
    if (clock.now() + pauseMs >= until) {
      const says = 'what this receipt stands for was not counted before the deadline; try again';
      throw new CxError('RECEIPT_NOT_REACHED', says, { field: 'at_least' });
    }
    await new Promise((resume) => setTimeout(resume, pauseMs));
  }
}
