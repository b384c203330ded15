import { createHmac, timingSafeEqual } from 'node:crypto';
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
  /** What binds it to the feed that it was given to, 16 hexadecimal digits; unset in receipts of earlier versions. */
  readonly seal?: string | undefined;
}

/** "delivery 1:812,2:40 5f1c...", encoded, so that callers do not rely on its content. */
export function encodeReceipt({ source, positions, seal }: Receipt): string {
  return Buffer.from([contentOf({ source, positions }), ...(seal === undefined ? [] : [seal])].join(' ')).toString(
    'base64url',
  );
}

/**
 * A receipt for one feed: other feeds cannot ask about it, also not after counting up its numbers.
 *
 * @param key  the secret of the department
 */
export function sealedFor(receipt: Omit<Receipt, 'seal'>, feed: string, key: Uint8Array): Receipt {
  return { ...receipt, seal: sealOf(receipt, feed, key) };
}

/** Whether a receipt was given to one of these feeds. */
export function isSealedFor({ seal, ...receipt }: Receipt, feeds: Iterable<string>, key: Uint8Array): boolean {
  if (seal === undefined) return false;
  return [...feeds].some((feed) => timingSafeEqual(Buffer.from(sealOf(receipt, feed, key)), Buffer.from(seal)));
}

/** @throws {CxError} RECEIPT_INVALID for a text that is no receipt */
export function decodeReceipt(text: string): Receipt {
  const plain = Buffer.from(text, 'base64url').toString();
  const match = /^([a-z0-9_]+) ((?:[1-9]\d{0,4}:\d{1,18}(?:,(?! |$)|(?= |$)))*)(?: ([0-9a-f]{16}))?$/.exec(plain);
  const source = match?.[1] ?? '';
  if (!isSource(source) || match?.[2] === undefined) {
    throw new CxError('RECEIPT_INVALID', 'this text is not a receipt', { field: 'receipt' });
  }
  const parts = match[2] === '' ? [] : match[2].split(',');
  const positions = parts.map((part) => {
    const [shard = '', outboxId = ''] = part.split(':');
    return { shard: Number(shard), outboxId: BigInt(outboxId) };
  });
  return { source, positions, ...(match[3] === undefined ? {} : { seal: match[3] }) };
}

function contentOf({ source, positions }: Omit<Receipt, 'seal'>): string {
  return `${source} ${positions.map(({ shard, outboxId }) => `${shard}:${outboxId}`).join(',')}`;
}

function sealOf(receipt: Omit<Receipt, 'seal'>, feed: string, key: Uint8Array): string {
  return createHmac('sha256', key)
    .update(`receipt\n${feed}\n${contentOf(receipt)}`)
    .digest('hex')
    .slice(0, 16);
}
