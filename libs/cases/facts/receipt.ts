import { CxError } from '#libs/domain/error.js';
import { isSource, type Source } from '#libs/domain/source.js';

/** The outbox row of an observation shard that holds the observations of a transaction. */
export interface OutboxPosition {
  readonly shard: number;
  readonly outboxId: bigint;
}

/** The content of a receipt: the source, and the outbox rows to wait for. */
export interface Receipt {
  readonly source: Source;
  /** Empty when the call judged nothing: then there is nothing to wait for. */
  readonly positions: readonly OutboxPosition[];
}

/** "delivery 1:812,2:40", encoded, so that callers do not rely on its content. */
export function encodeReceipt({ source, positions }: Receipt): string {
  const parts = positions.map(({ shard, outboxId }) => `${shard}:${outboxId}`);
  return Buffer.from(`${source} ${parts.join(',')}`).toString('base64url');
}

/** @throws {CxError} RECEIPT_INVALID for a text that is no receipt */
export function decodeReceipt(text: string): Receipt {
  const plain = Buffer.from(text, 'base64url').toString();
  const match = /^([a-z0-9_]+) ((?:[1-9]\d{0,4}:\d{1,18}(?:,(?!$)|$))*)$/.exec(plain);
  const source = match?.[1] ?? '';
  if (!isSource(source) || match?.[2] === undefined) {
    throw new CxError('RECEIPT_INVALID', 'this text is not a receipt', { field: 'receipt' });
  }
  const parts = match[2] === '' ? [] : match[2].split(',');
  const positions = parts.map((part) => {
    const [shard = '', outboxId = ''] = part.split(':');
    return { shard: Number(shard), outboxId: BigInt(outboxId) };
  });
  return { source, positions };
}
