import { describe, expect, it } from 'vitest';
import type { OwnDepartment } from '#libs/domain/source.js';
import { decodeReceipt, encodeReceipt, type Receipt } from './receipt.js';

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
