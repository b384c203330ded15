import { describe, expect, it } from 'vitest';
import { areTaken } from './exceptions.js';

const taken = (earlier: readonly object[], exception: object) =>
  areTaken(earlier as never, exception as never, ['channel', 'priority']);
const open = (earlier: readonly object[], exception: object) =>
  areTaken(earlier as never, exception as never, ['service_level', 'fulfilment']);

describe('an exception', () => {
  it.each([
    ['alone is reached', [], { channel: ['phone'] }, false],
    ['that is repeated is never reached', [{ channel: ['phone'] }], { channel: ['phone'] }, true],
    ['inside an earlier one is never reached', [{ channel: ['phone', 'chat'] }], { channel: ['chat'] }, true],
    ['that is wider than an earlier one is reached', [{ channel: ['phone'] }], { channel: ['phone', 'chat'] }, false],
    [
      'with one more condition is never reached',
      [{ channel: ['phone'] }],
      { channel: ['phone'], priority: ['high'] },
      true,
    ],
    ['with one condition less is reached', [{ channel: ['phone'], priority: ['high'] }], { channel: ['phone'] }, false],
    ['of another dimension is reached', [{ channel: ['phone'] }], { priority: ['high'] }, false],
    [
      'that two earlier ones take together is never reached',
      [{ channel: ['phone'] }, { channel: ['chat'] }],
      { channel: ['phone', 'chat'] },
      true,
    ],
    [
      'behind all four priorities is reached by contacts without a reported priority',
      [{ priority: ['low', 'normal', 'high', 'urgent'] }],
      { channel: ['phone'] },
      false,
    ],
  ])('%s', (_, earlier, exception, expected) => {
    expect(taken(earlier, exception)).toBe(expected);
  });

  it('of a dimension whose values are the company’s own is compared by the values that are named', () => {
    const express = { service_level: ['express'] };
    expect(open([express], { service_level: ['express'], fulfilment: ['home'] })).toBe(true);
    expect(open([express], { fulfilment: ['home'] })).toBe(false);
    expect(open([express], { service_level: ['standard'] })).toBe(false);
  });
});
