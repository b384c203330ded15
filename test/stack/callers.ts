import { bound, type Caller } from '#libs/domain/access.js';
import type { Callers } from '#libs/grpc/callers.js';
import { ownCallers } from '#test/doubles/named-callers.js';

/** The services and operators of an installation, and the feeds of the real orders. */
export function testCallers(): Callers {
  const feeds = ['olist', 'agency', 'generator'].map((name): Caller => {
    return { name, kind: 'feed', bindings: [bound('FEED', { feeds: [name] })] };
  });
  const own = ownCallers();
  const byName = new Map(feeds.map((feed) => [feed.name, feed]));
  return { get: (name) => own.get(name) ?? byName.get(name) };
}
