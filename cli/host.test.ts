import { expect, it } from 'vitest';
import { calledHost } from './host.js';

it.each([
  ['', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '127.0.0.1'],
  ['[::]', '127.0.0.1'],
  ['::1', '[::1]'],
  ['[::1]', '[::1]'],
  ['fd00::2', '[fd00::2]'],
  ['10.0.0.5', '10.0.0.5'],
])('a service that listens on CX_HOST=%s is called at %s', (listening, called) => {
  expect(calledHost(listening)).toBe(called);
});
