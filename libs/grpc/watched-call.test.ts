import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { codeOfCancel } from './watched-call.js';

describe('a call that its caller cancels', () => {
  it.each([
    ['when its deadline has passed was not answered in time', 1_000, 1_000, status.DEADLINE_EXCEEDED],
    ['a little earlier by our clock, which began later, neither', 800, 1_000, status.DEADLINE_EXCEEDED],
    ['before that was cancelled', 799, 1_000, status.CANCELLED],
    ['who gave no deadline was cancelled, however late', 600_000, Number.POSITIVE_INFINITY, status.CANCELLED],
    ['whose time was up when it came was not answered in time', 0, -5, status.DEADLINE_EXCEEDED],
  ])('%s', (_, waitedMs, givenMs, code) => {
    expect(codeOfCancel(waitedMs, givenMs)).toBe(code);
  });
});
