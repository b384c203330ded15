import { describe, expect, it } from 'vitest';
import { decodePageToken, encodePageToken } from './page-token.js';

const question = ['departments/delivery', 'measured = true'];

describe('a page token', () => {
  it('continues the question that it was made for', () => {
    const token = encodePageToken(question, ['2018-08', 50]);
    expect(decodePageToken(token, question)).toEqual(['2018-08', 50]);
  });

  it('continues no other question', () => {
    const token = encodePageToken(question, ['2018-08', 50]);
    expect(decodePageToken(token, ['departments/warehouse', 'measured = true'])).toBeUndefined();
    expect(decodePageToken(token, ['departments/delivery measured = true'])).toBeUndefined();
  });

  it.each(['x', '', '17', Buffer.from('{}').toString('base64url'), Buffer.from('[]').toString('base64url')])(
    'is not the text "%s"',
    (text) => {
      expect(decodePageToken(text, question)).toBeUndefined();
    },
  );
});
