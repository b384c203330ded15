import { resolve } from 'node:path';

/** From now on this program asks this installation, whatever the settings of the person say: replay and report do. */
export function askThisInstallation(dataDir: string, addresses: Readonly<Record<string, string>>): void {
  process.env['CX_DATA'] = resolve(dataDir);
  process.env['CX_OIDC_ISSUER'] = '';
  process.env['CX_TLS_CA_FILE'] = '';
  process.env['CX_ADDRESSES'] = Object.entries(addresses)
    .map(([name, address]) => `${name}=${address}`)
    .join(',');
}
