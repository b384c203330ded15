import type { Caller } from '#libs/grpc/caller.js';
import { type Callers, ownCallers } from '#libs/grpc/named-callers.js';

/** The services and operators of an installation, and the feeds of the real orders with the grants that their documents give them. */
export function testCallers(): Callers {
  const feeds: Caller[] = [
    { name: 'olist', grants: ['report:ordering', 'report:warehouse', 'report:delivery'] },
    { name: 'agency', grants: ['report:survey'] },
    { name: 'generator', grants: ['report:support'] },
  ];
  const own = ownCallers();
  const byName = new Map(feeds.map((feed) => [feed.name, feed]));
  return { get: (name) => own.get(name) ?? byName.get(name) };
}
