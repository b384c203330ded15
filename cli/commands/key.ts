import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { KeyFileMistake, keyFile, keysIn, type SigningKey } from '#libs/signing/key-file.js';
import { makeKey, rotated } from '#libs/signing/make-keys.js';
import { publicKeyFile, spanInWords } from '#libs/signing/public-keys.js';
import { argument, type Call, type Command, UsageError } from '../command.js';

/** Of its owner alone. */
const MODE = 0o600;

/** `cx key make FILE`: the first key of a signer. */
export const keyMake: Command = {
  parameters: 'FILE',
  description: 'Makes the first signing key of an installation, in a file that only its owner may read.',
  example: 'cx key make signing-keys.json',
  run: async (call) => {
    const file = argument(call, 0);
    if (existsSync(file)) throw new UsageError(`${file} is there; cx key rotate ${file} adds the next key to it`);
    const keys = [makeKey(Date.now())];
    writeFileSync(file, keyFile(keys), { mode: MODE, flag: 'wx' });
    return told(call, file, keys);
  },
};

/** `cx key rotate FILE`: the next key signs from now on, and the private half of the one before is gone. */
export const keyRotate: Command = {
  parameters: 'FILE',
  description:
    'Lets a new key sign from now on, and destroys the private half of the old one. What that one has signed stays valid.',
  example: 'cx key rotate signing-keys.json',
  run: async (call) => {
    const file = argument(call, 0);
    const before = keysOf(file);
    const keys = rotated(before, Date.now());
    replace(file, keyFile(keys));
    return told(call, file, keys);
  },
};

/** `cx key public FILE`: what auditors and works councils get. */
export const keyPublic: Command = {
  parameters: 'FILE',
  description:
    'Prints the public halves of the keys and their spans: the file that cx verify --key takes. Give it to auditors and works councils.',
  example: 'cx key public signing-keys.json > public-keys.json',
  run: async (call) => {
    call.print(publicKeyFile(keysOf(argument(call, 0))).toString());
    return 0;
  },
};

function keysOf(file: string): readonly SigningKey[] {
  if (!existsSync(file)) throw new UsageError(`${file} is not there; cx key make ${file} makes it`);
  try {
    return keysIn(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof KeyFileMistake) throw new UsageError(`${file} is no file of signing keys: ${error.message}`);
    throw error;
  }
}

/** Whole or not at all, with the owner and the mode that the file has. */
function replace(file: string, text: string): void {
  const { uid, gid, mode } = statSync(file);
  const next = `${file}.new`;
  rmSync(next, { force: true });
  writeFileSync(next, text, { mode: mode & 0o777, flag: 'wx' });
  chownSync(next, uid, gid);
  renameSync(next, file);
}

/** Nothing private is printed. */
function told(call: Call, file: string, keys: readonly SigningKey[]): 0 {
  if (call.json) call.print(publicKeyFile(keys).toString());
  else {
    for (const key of keys) call.print(`  ${key.keyId}   ${spanInWords(key)}   ${key.publicKey}`);
    call.print(
      `  ${file} holds a private key: keep it from everyone but the signer, and keep no second copy in reach of scoring.`,
    );
  }
  return 0;
}
