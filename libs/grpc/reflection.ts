import type { Server } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { endingWith } from './standard-stream.js';

/**
 * Adds grpc.reflection.v1 (and v1alpha), so that a stranger with grpcurl can read this server's contract.
 *
 * @param image     what `buf build` wrote, with the imports in it
 * @param services  full names of those to list, of the many in the image: "cx.delivery.v1.DeliveryService"
 */
export function addReflection(
  server: Server,
  image: Uint8Array,
  services: readonly string[],
  stopping: AbortSignal,
): void {
  const contracts = loadFileDescriptorSetFromBuffer(Buffer.from(image));
  new ReflectionService(contracts, { services: [...services] }).addToServer(endingWith(stopping, server));
}
