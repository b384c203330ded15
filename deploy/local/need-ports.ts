import type { StartOptions } from './options.js';
import { isFree } from './ports.js';
import { otherPortBase, startCommand } from './printed-commands.js';
import type { Ports } from './services.js';

/** @throws {Error} when a port is taken, with the command that starts on others */
export async function needPorts(options: StartOptions, ports: readonly Ports['scoring'][]): Promise<void> {
  const { portBase } = options;
  for (const { grpc, http } of ports) {
    for (const port of [grpc, http]) {
      if (await isFree(port)) continue;
      const other = startCommand({ ...options, portBase: otherPortBase(portBase) });
      throw new Error(`Port ${port} is taken. Stop what listens there, or choose others: ${other}`);
    }
  }
}
