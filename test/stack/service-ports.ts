import { freePort } from '#deploy/local/ports.js';
import { type Ports, SERVICES, type ServiceName } from '#deploy/local/services.js';

/** Free ports for one process of each service. */
export async function freePorts(): Promise<Ports> {
  const pairs: [ServiceName, Ports[ServiceName]][] = [];
  for (const name of SERVICES) pairs.push([name, await freePair()]);
  return Object.fromEntries(pairs) as Ports;
}

/** Free ports for one process. */
export async function freePair(): Promise<Ports[ServiceName]> {
  return { grpc: await freePort(), http: await freePort() };
}
