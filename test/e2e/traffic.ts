import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, client as clientOf } from '#libs/grpc/client.js';
import { tokenConnection } from '#libs/grpc/connection.js';
import { client } from '#test/stack/client.js';
import type { TestInstallation } from '#test/stack/installation.js';

const EVERY_MS = 200;
const INDEX = { name: 'departments/delivery/indexes/2018-06', view: 1, atLeast: '' };

/** Calls five times a second, until it is stopped, as a reader, as a feed that may not do this and as a caller that proves nothing. */
export function traffic({ addresses, identity }: TestInstallation): { stop(): void } {
  const reader = client(ScoringServiceClient, addresses.scoring, 'console');
  const denied = client(ScoringServiceClient, addresses.scoring, 'olist');
  const noToken = tokenConnection(identity.authority, async () => 'no token');
  const unproven = clientOf(ScoringServiceClient, addresses.scoring, noToken);
  const callers = [reader, denied, unproven];
  const timer = setInterval(() => {
    for (const caller of callers) void call(caller, 'getIndex', INDEX).catch(() => undefined);
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      for (const caller of callers) caller.close();
    },
  };
}
