import { readFileSync, statSync } from 'node:fs';
import { mistakeIn } from './tls-material.js';
import type { TlsMaterial, TlsSource } from './tls-source.js';

/** The files of a process, each in PEM. */
export interface TlsFileNames {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

export interface TlsFilesEvents {
  readonly onReplaced: (material: TlsMaterial) => void;
  /** The files changed and cannot be used; the process goes on with the certificates that it has. Once for each change. */
  readonly onMistake: (why: string) => void;
}

/** Of what each part is the file, as the setting is called. */
const SETTING_OF = {
  certificate: 'CX_TLS_CERTIFICATE_FILE',
  key: 'CX_TLS_KEY_FILE',
  authority: 'CX_TLS_CA_FILE',
} as const;

/** Certificates that cannot be used. The message is a sentence that names the setting. */
export class TlsMistake extends Error {}

/**
 * The certificates in files, which `poll` reads again when one of them has changed. A renewal writes several files: until they fit
 * together, the certificates read before stay in use.
 */
export class TlsFiles implements TlsSource {
  #current: TlsMaterial;
  #seen: string;
  readonly #listeners = new Set<(material: TlsMaterial) => void>();

  /** @throws {TlsMistake} when the files cannot be used */
  constructor(
    private readonly names: TlsFileNames,
    private readonly events: TlsFilesEvents,
  ) {
    this.#seen = stampOf(names);
    this.#current = read(names);
  }

  get current(): TlsMaterial {
    return this.#current;
  }

  onChange(listener: (material: TlsMaterial) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Looks whether a file changed. */
  poll(): void {
    const stamp = stampOf(this.names);
    if (stamp === this.#seen) return;
    this.#seen = stamp;
    try {
      this.#current = read(this.names);
    } catch (error) {
      if (!(error instanceof TlsMistake)) throw error;
      this.events.onMistake(error.message);
      return;
    }
    this.events.onReplaced(this.#current);
    for (const listener of this.#listeners) listener(this.#current);
  }
}

/** Changes with each file. Links are followed: Kubernetes replaces a mounted secret by turning a link. */
function stampOf(names: TlsFileNames): string {
  return Object.values(names)
    .map((file: string) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found === undefined ? 'none' : `${found.ino}/${found.size}/${found.mtimeMs}`;
    })
    .join(' ');
}

function read(names: TlsFileNames): TlsMaterial {
  const [certificate, key, authority] = [bytes(names, 'certificate'), bytes(names, 'key'), bytes(names, 'authority')];
  const mistake = mistakeIn({ certificate, key, authority });
  if (mistake !== undefined) {
    throw new TlsMistake(`${SETTING_OF[mistake.part]} is wrong: ${names[mistake.part]} ${mistake.why}.`);
  }
  return { certificate, key, authority };
}

function bytes(names: TlsFileNames, part: keyof TlsFileNames): Buffer {
  try {
    return readFileSync(names[part]);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TlsMistake(`${SETTING_OF[part]} is wrong: ${names[part]} cannot be read (${code}).`, { cause });
  }
}
