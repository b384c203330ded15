import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quietQueues } from './quiet-queue.js';

interface Queue {
  readonly inflight: Map<number, object>;
  readonly pending: object[];
  checkPendingRequests(): void;
  sendSocketRequest(request: object): void;
}

function queueOf(sent: object[]): Queue {
  const Queue = RequestQueue as unknown as new (options: object) => Queue;
  const logger = { debug: () => {}, warn: () => {} };
  const limits = { maxInFlightRequests: 1, requestTimeout: 1_000, enforceRequestTimeout: false };
  const queue = new Queue({ ...limits, clientId: 'x', broker: 'b', logger });
  queue.sendSocketRequest = (request) => void sent.push(request);
  return queue;
}

describe('a connection of kafkajs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    quietQueues();
  });
  afterEach(() => void vi.useRealTimers());

  it('sets no timer while no request waits', () => {
    const queue = queueOf([]);
    queue.checkPendingRequests();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends a request that waited when the one before it is answered', () => {
    const sent: object[] = [];
    const queue = queueOf(sent);
    queue.inflight.set(1, {});
    queue.pending.push({ correlationId: 2 });
    queue.checkPendingRequests();
    expect([sent.length, vi.getTimerCount()]).toEqual([0, 1]);
    queue.inflight.clear();
    vi.advanceTimersByTime(20);
    expect([sent, vi.getTimerCount()]).toEqual([[{ correlationId: 2 }], 0]);
  });
});
