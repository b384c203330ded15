import { describe, expect, it } from 'vitest';
import type { OwnDepartment } from '#libs/domain/source.js';
import { decodeReceipt, encodeReceipt, isSealedFor, type Receipt, sealedFor } from './receipt.js';

const KEY = Buffer.alloc(32, 1);

describe('a receipt', () => {
  it.each<[string, Receipt]>([
    ['of a call that judged nothing', { source: 'survey', positions: [] }],
    ['of one shard', { source: 'delivery', positions: [{ shard: 1, outboxId: 812n }] }],
    [
      'of several shards',
      {
        source: 'delivery',
        positions: [
          { shard: 1, outboxId: 8n },
          { shard: 12, outboxId: 9n },
        ],
      },
    ],
    [
      'of a department of the company itself',
      { source: 'partner_2' as OwnDepartment, positions: [{ shard: 1, outboxId: 8n }] },
    ],
  ])('%s says the same when it is read again', (_, receipt) => {
    expect(decodeReceipt(encodeReceipt(receipt))).toEqual(receipt);
    const sealed = sealedFor(receipt, 'shop', KEY);
    expect(decodeReceipt(encodeReceipt(sealed))).toEqual(sealed);
  });

  it.each([
    '',
    'nonsense',
    'scoring 1:1',
    'Marketing 1:1',
    'delivery 1:1,',
    'delivery 0:1',
    'delivery 1:-1',
    'delivery',
  ])('is not "%s"', (plain) => {
    expect(() => decodeReceipt(Buffer.from(plain).toString('base64url'))).toThrow('not a receipt');
  });
});

describe('a receipt for a feed', () => {
  const receipt: Receipt = { source: 'delivery', positions: [{ shard: 1, outboxId: 812n }] };
  const sealed = sealedFor(receipt, 'shop', KEY);

  it('is known as that of the feed', () => {
    expect(isSealedFor(sealed, ['other', 'shop'], KEY)).toBe(true);
  });

  it.each<[string, Receipt, string, Buffer]>([
    ['another feed', sealed, 'agency', KEY],
    ['the feed, when a number was counted up', { ...sealed, positions: [{ shard: 1, outboxId: 813n }] }, 'shop', KEY],
    ['the feed in another department', { ...sealed, source: 'ordering' }, 'shop', KEY],
    ['the feed under another key', sealed, 'shop', Buffer.alloc(32, 2)],
    ['the feed, when an earlier version gave it', receipt, 'shop', KEY],
  ])('is not that of %s', (_, given, feed, key) => {
    expect(isSealedFor(given, [feed], key)).toBe(false);
  });
});
