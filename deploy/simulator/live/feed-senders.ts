import type { Addresses } from '#cli/addresses.js';
import { FactSender, type OnOutcome } from '#cli/import/mapped/fact-sender.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Report } from '../world/reporting.js';
import { FEEDS } from '../world/retailer.js';

/** Where reports go: to the departments, each by the feed whose system knows of it. */
export interface Sink {
  send(report: Report, onOutcome: OnOutcome): Promise<void>;
  /** Resolves when everything that was sent is answered. */
  flush(): Promise<void>;
  /** Declares how far a feed has reported. */
  declare(to: BuiltInSource, feed: string, through: Instant): Promise<void>;
  close(): void;
}

/** The feeds of the retailer, each with the department to which it reports. */
export const FEED_LIST: readonly { readonly to: BuiltInSource; readonly feed: string }[] = BUILT_IN_SOURCES.flatMap(
  (to) => FEEDS[to].map((feed) => ({ to, feed })),
);

/** A stream for each feed, by the public calls. What the simulator sends is GENERATED, whatever it plays. */
export function feedSenders(addresses: Addresses, onAway: (line: string) => void): Sink {
  const senders = new Map<string, FactSender>();
  const senderOf = (to: BuiltInSource, feed: string) => {
    const known = senders.get(`${to} ${feed}`);
    if (known !== undefined) return known;
    const callers = { [to]: feed } as Readonly<Record<BuiltInSource, string>>;
    const made = new FactSender({ addresses, callers, origin: Origin.ORIGIN_GENERATED, signal: undefined, onAway });
    senders.set(`${to} ${feed}`, made);
    return made;
  };
  return {
    send: ({ to, feed, fact }, onOutcome) => senderOf(to, feed).push({ to, kind: to, fact: { ...fact } }, onOutcome),
    flush: async () => {
      await Promise.all([...senders.values()].map((sender) => sender.flush()));
    },
    declare: (to, feed, through) => senderOf(to, feed).declare([to], through),
    close: () => {
      for (const sender of senders.values()) sender.close();
    },
  };
}
