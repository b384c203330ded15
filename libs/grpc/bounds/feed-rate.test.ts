import { describe, expect, it } from 'vitest';
import { RecordOrderFactsRequest } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { orderFacts } from '#test/doubles/order-facts.js';
import { descriptorImage } from '../descriptor-image.js';
import { DEFAULT_BOUNDS } from './bounds.js';
import { CallerBounds } from './caller-bounds.js';
import { hasAtMostFields } from './message-fields.js';
import { messageShapes } from './message-shapes.js';

const FEED = 'feed shop';
const METHOD = '/cx.ordering.v1.OrderingService/RecordOrderFacts';
/** The rate for which departments are meant. */
const FACTS_PER_SECOND = 20_000;
const SECONDS = 60;

const encoded = (facts: number) => RecordOrderFactsRequest.encode({ facts: orderFacts(facts), origin: 1 }).finish();

/** A minute of one feed with that many facts in a message, evenly. @returns what was refused or slowed */
function minuteOf(factsInMessage: number, sent: 'calls' | 'stream', factsPerSecond = FACTS_PER_SECOND) {
  const callers = new CallerBounds(DEFAULT_BOUNDS);
  const bytes = encoded(factsInMessage).length;
  const everyMs = (1_000 * factsInMessage) / factsPerSecond;
  const held: string[] = [];
  if (sent === 'stream') callers.begin(FEED, METHOD, 0);
  for (let nowMs = 0; nowMs < SECONDS * 1_000; nowMs += everyMs) {
    const admission = sent === 'stream' ? { kind: 'admitted' } : callers.begin(FEED, METHOD, nowMs);
    if (admission.kind === 'refused') held.push('refused');
    if (callers.delayOf(FEED, bytes, nowMs) > 0) held.push('slowed');
    if (sent === 'calls' && admission.kind === 'admitted') callers.ended(FEED);
  }
  return held;
}

describe('the bounds, as they are where no setting changes them', () => {
  it.each([
    [500, 'stream'],
    [1_000, 'stream'],
    [1, 'stream'],
    [1_000, 'calls'],
    [100, 'calls'],
    [10, 'calls'],
  ] as const)('neither refuse nor slow a feed of 20,000 facts a second with %i in a message, by %s', (facts, sent) => {
    expect(minuteOf(facts, sent)).toEqual([]);
  });

  it('refuse nine of ten calls with one fact each at that rate: CX_CALLS_PER_SECOND lets 2,000 facts a second through so', () => {
    const refused = minuteOf(1, 'calls').length;
    expect(refused / (SECONDS * FACTS_PER_SECOND)).toBeCloseTo(0.9, 2);
    expect(minuteOf(1, 'calls', DEFAULT_BOUNDS.callsPerSecond)).toEqual([]);
  });

  it('leave room for 25 times as many bytes as that feed sends in a second', () => {
    const bytesPerSecond = (encoded(500).length * FACTS_PER_SECOND) / 500;
    expect(DEFAULT_BOUNDS.bytesPerSecond / bytesPerSecond).toBeGreaterThan(25);
  });

  it('take the largest message that a department takes, 1,000 facts, with a fifth of its fields and a tenth of its bytes', () => {
    const message = encoded(1_000);
    const shape = messageShapes(descriptorImage())(METHOD);
    expect(10 * message.length).toBeLessThan(DEFAULT_BOUNDS.messageBytes);
    expect(shape !== undefined && hasAtMostFields(message, shape, DEFAULT_BOUNDS.messageFields / 5)).toBe(true);
  });
});
