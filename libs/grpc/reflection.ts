import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { endingWith } from './standard-stream.js';

/**
 * Adds grpc.reflection.v1 (and v1alpha), so that a stranger with grpcurl can read this server's contract. Hardly anybody asks,
 * and indexing the contracts takes longer than the rest of a start: it is done when the first one does.
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
  let indexed: readonly Added[] = [];
  const handlersOf = (version: number): Handlers => {
    if (indexed.length === 0) {
      const contracts = loadFileDescriptorSetFromBuffer(Buffer.from(image));
      indexed = addedBy(new ReflectionService(contracts, { services: [...services] }));
    }
    return indexed[version]?.implementation ?? {};
  };
  const versions = addedBy(new ReflectionService({})); // what they are called is the same without any contract
  for (const [version, { definition, implementation }] of versions.entries()) {
    const handlers = Object.keys(implementation).map((name) => {
      const handle = (call: never) => handlersOf(version)[name]?.(call);
      return [name, handle];
    });
    endingWith(stopping, server).addService(definition, Object.fromEntries(handlers));
  }
}

type Handlers = Readonly<Record<string, (call: never) => void>>;

interface Added {
  readonly definition: ServiceDefinition;
  readonly implementation: Handlers;
}

/** What it would add to a server, a service for each version of the protocol. */
function addedBy(reflection: ReflectionService): Added[] {
  const added: Added[] = [];
  const addService = (definition: ServiceDefinition, implementation: UntypedServiceImplementation) =>
    added.push({ definition, implementation: implementation as Handlers });
  reflection.addToServer({ addService });
  return added;
}
