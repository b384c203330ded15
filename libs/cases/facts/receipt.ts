import { CxError } from '#libs/domain/error.js';
import { SOURCES, type Source } from '#libs/domain/observation.js';

/** Where in the outbox of an observation shard the verdicts of a transaction went. */
export interface OutboxPosition {
  readonly shard: number;
  readonly outboxId: bigint;
}

/** What a receipt says, to whoever can read it: which source, and where in its outboxes. */
export interface Receipt {
  readonly source: Source;
  /** Empty when the call judged nothing: then there is nothing to wait for. */
  readonly positions: readonly OutboxPosition[];
}

/** "delivery 1:812,2:40", made unreadable on purpose: callers keep it as it is. */
export function encodeReceipt({ source, positions }: Receipt): string {
  const parts = positions.map(({ shard, outboxId }) => `${shard}:${outboxId}`);
  return Buffer.from(`${source} ${parts.join(',')}`).toString('base64url');
}

/** @throws {CxError} RECEIPT_INVALID for a text that no service has written */
export function decodeReceipt(text: string): Receipt {
  const plain = Buffer.from(text, 'base64url').toString();
  const match = /^([a-z]+) ((?:[1-9]\d{0,4}:\d{1,18}(?:,(?!$)|$))*)$/.exec(plain);
  const source = SOURCES.find((one) => one === match?.[1]);
  if (source === undefined || match?.[2] === undefined) {
    throw new CxError('RECEIPT_INVALID', 'this text is not a receipt', { field: 'receipt' });
  }
  const parts = match[2] === '' ? [] : match[2].split(',');
  const positions = parts.map((part) => {
    const [shard = '', outboxId = ''] = part.split(':');
    return { shard: Number(shard), outboxId: BigInt(outboxId) };
  });
  return { source, positions };
}
