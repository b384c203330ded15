import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type TlsFileNames, TlsFiles } from '#libs/tls/tls-files.js';
import type { TlsMaterial } from '#libs/tls/tls-source.js';
import { makeProvider } from './provider.js';

/**
 * The process of the demo issuer. It knows a handful of people without passwords and every feed, so it is for demonstration only.
 * Its settings come from `npm start`, as JSON in CX_DEMO_ISSUER.
 */
export interface IssuerSettings {
  /** "https://127.0.0.1:7301" */
  readonly issuer: string;
  readonly host: string;
  readonly port: number;
  /** Read again when they change. */
  readonly files: TlsFileNames;
  /** Its keys are kept there, so that tokens outlive a restart. */
  readonly signingKeyFile: string;
  readonly demoSecret: string;
}

/** As a service does. */
const POLL_MS = 5_000;

const settings = JSON.parse(process.env['CX_DEMO_ISSUER'] ?? '{}') as IssuerSettings;
const provider = makeProvider(settings, signingKey(settings.signingKeyFile));
provider.on('server_error', (_, error) => console.error(error));
const tls = new TlsFiles(settings.files, {
  onReplaced: (material) => server.setSecureContext(contextOf(material)),
  onMistake: (mistake) => console.error(mistake),
});
const server = createServer(contextOf(tls.current), provider.callback());
setInterval(() => tls.poll(), POLL_MS);
server.listen(settings.port, settings.host, () => console.log(`demo issuer, not for production: ${settings.issuer}`));
process.once('SIGTERM', () => process.exit(0));

function contextOf({ certificate, key }: TlsMaterial) {
  return { cert: certificate, key };
}

function signingKey(file: string): object {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as object;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: `demo-${Date.now()}`, alg: 'ES256', use: 'sig' };
  writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}
