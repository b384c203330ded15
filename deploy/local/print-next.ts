import { calledHost } from '#cli/host.js';
import { nextOfLive } from './live.js';
import type { StartOptions } from './options.js';
import { cxCommand } from './printed-commands.js';
import type { Screen } from './screen.js';
import { REST_OFFSET, type RunningServices } from './services.js';

const NEXT_OF_DEMO = [
  ['explain delivery 2018-08', 'why, down to the cases'],
  ['cases --charged-to warehouse 2018-08', 'what it is charged with, and may contest'],
  ['period show 2018-07', 'how was this month closed?'],
  ['doctor', 'is anything late, lost or silent?'],
  ['company diff data/olist/company', 'what would new rules change?'],
  ['bonus simulate --plan data/olist/company/pay-plan.yaml', 'what would a plan have paid?'],
] as const;
const NEXT_OF_COMPANY = [
  ['doctor', 'what is missing until the first index?'],
  ['import csv --help', 'report what your systems export'],
  ['company history', 'which rules are published?'],
] as const;

function nextOf({ live: played, company }: StartOptions) {
  if (played !== undefined) return nextOfLive();
  return company === undefined ? NEXT_OF_DEMO : NEXT_OF_COMPANY;
}

/** The commands that a person wants to type now, and where to look. They work as they are printed. */
export function printNext(
  options: StartOptions,
  { addresses, ports }: Pick<RunningServices, 'addresses' | 'ports'>,
  screen: Screen,
): void {
  const at = (port: number) => `https://${calledHost()}:${port}`;
  screen.line('');
  for (const [place, [words, why]] of nextOf(options).entries())
    screen.command(place === 0 ? 'Next' : '', cxCommand(options, words), why);
  const [rest, metrics] = [at(options.portBase + REST_OFFSET), at(ports.scoring.http)];
  screen.line(`Look   gRPC ${addresses.scoring} (reflection on)   REST ${rest}/v1   metrics ${metrics}/metrics`);
  screen.line(`Ready in ${screen.seconds} s. Serving until Ctrl-C.`);
}
