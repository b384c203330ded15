import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const { prototype } = RequestQueue;
const { scheduleCheckPendingRequests } = prototype;

/**
 * In kafkajs 2.2.4 every connection looks once in a millisecond for requests that wait, also when none waits. Six idle services had
 * 4,000 timers a second. Only what waits needs the look: a request that has to wait asks for it itself.
 */
export function quietQueues(): void {
  prototype.scheduleCheckPendingRequests = function scheduleWhenPending() {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}
