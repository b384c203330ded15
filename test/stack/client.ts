import type { Client, ClientOptions } from '@grpc/grpc-js';
import { client as clientOf } from '#libs/grpc/client.js';
import { connectionTo } from './connection-to.js';

/** A client of a server of this test, as the caller of that name: `connectionTo` says how it proves that. */
export function client<C extends Client>(
  Constructor: Parameters<typeof clientOf<C>>[0],
  address: string,
  caller: string,
  options?: ClientOptions,
): C {
  return clientOf(Constructor, address, connectionTo(address, caller), options);
}
