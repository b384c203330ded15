import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { DEMO_AUTHORITY } from '#libs/security/certificates.js';
import type { TlsFileNames } from '#libs/tls/tls-files.js';

/** Of all certificates that npm start makes. */
export const TRUST_DOMAIN = 'cx.local';

const DAY_MS = 24 * 60 * 60_000;
/** The authority is replaced long before it ends, so that certificates it has signed end before it. */
const AUTHORITY = { days: 825, renewedBefore: 200 } as const;
const CERTIFICATE = { days: 90, renewedBefore: 30 } as const;

export interface LocalAuthorityOptions {
  /** The data folder; files are made in `tls` in it. */
  readonly dataDir: string;
  /** Under which names and addresses the servers are called besides localhost. */
  readonly hosts?: readonly string[];
  readonly now?: () => number;
}

/** TLS compares certificates with the clock of the system, also where a test gives the program another `Date`. */
const clockOfTls = () => performance.timeOrigin + performance.now();

/**
 * The small authority of an installation on one machine. It lives in the data folder, its key too, so its certificates prove
 * nothing to other machines. Files with keys have mode 0600.
 */
export class LocalAuthority {
  readonly #folder: string;
  readonly #hosts: readonly string[];
  readonly #now: () => number;

  constructor({ dataDir, hosts = [], now = clockOfTls }: LocalAuthorityOptions) {
    this.#folder = resolve(dataDir, 'tls');
    this.#hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])];
    this.#now = now;
  }

  /** The files of a process, whether they exist or not. */
  filesOf(name: string): TlsFileNames {
    const [certificate, key] = [join(this.#folder, `${name}.crt`), join(this.#folder, `${name}.key`)];
    return { certificate, key, authority: join(this.#folder, 'ca.crt') };
  }

  /** Makes what is missing, and again what ends soon. Certificates that are still good are kept. */
  async ensure(names: readonly string[]): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const authority = this.filesOf('ca');
    const isRenewed = this.#needsNew(authority, AUTHORITY.renewedBefore, []);
    if (isRenewed) await this.#makeAuthority(authority);
    for (const name of names) {
      const files = this.filesOf(name);
      if (isRenewed || this.#needsNew(files, CERTIFICATE.renewedBefore, this.#hosts)) await this.#make(name, files);
    }
  }

  /** The old authority stays in the file beside the new one: processes still run with certificates that it has signed. */
  async #makeAuthority({ certificate, key }: TlsFileNames): Promise<void> {
    const { makeAuthority } = await import('./certificate-maker.js');
    const before = existsSync(certificate) ? (BLOCK.exec(readFileSync(certificate, 'utf8'))?.[0] ?? '') : '';
    const made = await makeAuthority(DEMO_AUTHORITY, this.#for(AUTHORITY.days));
    replace(key, made.key);
    replace(certificate, `${made.certificate}${before}`);
  }

  async #make(name: string, { certificate, key, authority }: TlsFileNames): Promise<void> {
    const { makeCertificate } = await import('./certificate-maker.js');
    const signer = { certificate: readFileSync(authority, 'utf8'), key: readFileSync(this.filesOf('ca').key, 'utf8') };
    const subject = {
      commonName: name,
      uris: [`spiffe://${TRUST_DOMAIN}/${name}`],
      hosts: this.#hosts,
      ...this.#for(CERTIFICATE.days),
    };
    const made = await makeCertificate(signer, subject);
    replace(key, made.key);
    replace(certificate, made.certificate);
  }

  #needsNew({ certificate, key }: TlsFileNames, renewedBeforeDays: number, hosts: readonly string[]): boolean {
    if (!existsSync(certificate) || !existsSync(key)) return true;
    const made = new X509Certificate(readFileSync(certificate));
    const isOld = Date.parse(made.validTo) - this.#now() < renewedBeforeDays * DAY_MS;
    return (
      isOld || !hosts.every((host) => (isIP(host) === 0 ? made.checkHost(host) : made.checkIP(host)) !== undefined)
    );
  }

  /** Clocks of one machine agree, but a test may move one by some hours. */
  #for(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
    const now = this.#now();
    return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + days * DAY_MS) };
  }
}

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n?/;

/** A process that reads the file meanwhile gets the old one or the new one, never a half. */
function replace(file: string, text: string): void {
  const next = `${file}.new`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, file);
}
