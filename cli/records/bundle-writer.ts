import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../command.js';

/** Names that a server may give to files: below the folder, and nowhere else. */
const PATH = /^([a-z]+\/)?[a-z0-9_-]+\.(json|jsonl|yaml|bin)$/;

/** Writes the files of a bundle below a folder, as their pieces arrive. */
export class BundleWriter {
  #path = '';
  #file: number | undefined;
  #files = 0;
  #bytes = 0;

  /** @throws {UsageError} when the folder holds something already */
  constructor(private readonly folder: string) {
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new UsageError(`${folder} is not empty; name a folder that is not there yet`);
  }

  write(path: string, chunk: Uint8Array): void {
    if (path !== this.#path) this.#begin(path);
    if (this.#file !== undefined) writeSync(this.#file, chunk);
    this.#bytes += chunk.length;
  }

  /** @throws {Error} when the stream ended before the manifest, which is its last file */
  end(): { readonly files: number; readonly bytes: number } {
    this.#close();
    if (this.#path !== 'manifest.json')
      throw new Error(`the bundle in ${this.folder} is not whole: it has no manifest`);
    return { files: this.#files, bytes: this.#bytes };
  }

  #begin(path: string): void {
    if (!PATH.test(path)) throw new Error(`the server sent a file with the name ${path}`);
    this.#close();
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    this.#file = openSync(file, 'wx');
    this.#path = path;
    this.#files += 1;
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
