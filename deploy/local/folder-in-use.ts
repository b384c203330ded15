import { hostname } from 'node:os';
import { join } from 'node:path';
import { LOCK_FILE, type Running } from './folder-lock.js';
import { cxCommand, otherPortBase, type StartedAs, startCommand } from './printed-commands.js';

/** What a person reads whose start was refused because another one runs from the data folder. */
export function inUseText(running: Running, start: StartedAs): string[] {
  const { pid, host, since, ports, addresses } = running;
  const grpc = Object.entries(addresses).map(([name, address]) => `${name} ${address}`);
  const other = { dataDir: `${start.dataDir}-2`, isDefaultFolder: false, portBase: otherPortBase(start.portBase) };
  const elsewhere =
    host === hostname()
      ? []
      : [`      If it does not run on ${host} any more, remove ${join(start.dataDir, LOCK_FILE)} and start again.`];
  return [
    `cx-index runs from ${start.dataDir} already: process ${pid} on ${host}, since ${since}, ports ${ranges(ports)}.`,
    `      gRPC: ${grpc.join('  ')}`,
    `      Use it:    ${cxCommand(start, 'doctor')}`,
    `      Stop it:   kill ${pid}`,
    ...elsewhere,
    `      Or start another one in a folder of its own:  ${startCommand(other)}`,
  ];
}

/** [7100, 7101, 7102, 7200] -> "7100-7102, 7200" */
function ranges(ports: readonly number[]): string {
  const found: [number, number][] = [];
  for (const port of ports.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && port === last[1] + 1) last[1] = port;
    else found.push([port, port]);
  }
  return found.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(', ');
}
