import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Certificates in a folder of a test, made with openssl. `authority.crt` and `authority.key` are files of that folder. */
export class Certificates {
  constructor(private readonly folder: string) {}

  /** "/tmp/cx-tls/authority.crt" */
  file(name: string): string {
    return join(this.folder, name);
  }

  text(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  makeAuthority(name: string): void {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
    this.#openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, ...files);
  }

  /**
   * Makes NAME.crt and NAME.key.
   *
   * @param names  "DNS:localhost", "IP:127.0.0.1"; none for a client
   * @param dates  more arguments of `openssl x509`; default: valid for two days
   */
  make(name: string, { authority, subject = name, names = [], dates = ['-days', '2'] }: CertificateOptions): void {
    const extensions = names.length === 0 ? 'basicConstraints=CA:FALSE' : `subjectAltName=${names.join(',')}`;
    writeFileSync(this.file(`${name}.cnf`), `${extensions}\n`);
    const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
    this.#openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${subject}`, ...request);
    const signed = ['-in', `${name}.csr`, '-extfile', `${name}.cnf`, '-out', `${name}.crt`];
    const by = ['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-CAcreateserial'];
    this.#openssl('x509', '-req', ...signed, ...by, ...dates);
  }

  /** Key and certificate in one file, as Java reads them from a keystore of type PEM. */
  keystore(name: string): string {
    const pkcs8 = execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', this.file(`${name}.key`)]);
    writeFileSync(this.file(`${name}.pem`), `${pkcs8}\n${this.text(`${name}.crt`)}`);
    return this.file(`${name}.pem`);
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }
}

interface CertificateOptions {
  /** The name of an authority made before. */
  readonly authority: string;
  readonly subject?: string;
  readonly names?: readonly string[];
  readonly dates?: readonly string[];
}
