import { describe, expect, it } from 'vitest';
import { HIDDEN, redacted } from './redact.js';

describe('a line of a log', () => {
  it.each([
    ['an e-mail address', 'of anna.b+c@mail.example.com here', 'of [hidden] here'],
    ['an e-mail address with the longest name', `<${'a'.repeat(64)}@example.com>`, '<[hidden]>'],
    ['a password in an address', 'at db://cx:p%40s@db:5432/cx', `at db://cx:${HIDDEN}@db:5432/cx`],
    ['a token', 'got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', 'got [hidden]'],
  ])('hides %s', (_, line, shown) => {
    expect(redacted(line)).toBe(shown);
  });

  // Without bounds on lengths each of these took 3 to 10 seconds.
  it.each([['a'], ['a.'], ['a@'], ['a@a.'], ['://a:']])('costs little when it repeats %s', (part) => {
    const began = performance.now();
    redacted(part.repeat(32_000 / part.length));
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});
