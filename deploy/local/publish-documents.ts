import { readFileSync } from 'node:fs';
import { calledHost } from '#cli/host.js';
import { publishCompany } from './company.js';
import { untilPagesShowDocuments } from './documents-taken.js';
import type { Installation } from './installation.js';
import { READER } from './local-identity.js';
import type { StartOptions } from './options.js';
import { publishRules } from './replay.js';
import type { Screen } from './screen.js';
import type { Ports, RunningServices } from './services.js';

/** The documents of the company: those of the folder that was named, or those of the demonstration. */
export async function publishDocuments(
  { isCompanys }: Installation,
  { company }: StartOptions,
  running: RunningServices,
  { screen, own }: { readonly screen: Screen; readonly own: readonly { readonly ports: Ports['scoring'] }[] },
): Promise<void> {
  if (company !== undefined) {
    const { lines, newest } = await publishCompany(company);
    for (const line of lines) screen.line(line);
    await untilDepartmentsHave(newest, running, own);
  } else if (!isCompanys) {
    screen.line('');
    screen.line(await publishRules(running.addresses));
  }
}

/** Until then a department refuses people whom only the new documents bind to a role. */
async function untilDepartmentsHave(
  position: number,
  { ports, identity }: RunningServices,
  own: readonly { readonly ports: Ports['scoring'] }[],
): Promise<void> {
  const { scoring: _, ...departments } = ports;
  const pages = [...Object.values(departments), ...own.map((one) => one.ports)];
  const { certificate, key } = identity.files(READER);
  await untilPagesShowDocuments(
    pages.map(({ http }) => `https://${calledHost()}:${http}/statusz`),
    position,
    { ca: identity.authority, cert: readFileSync(certificate), key: readFileSync(key) },
  );
}
