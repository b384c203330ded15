/** The kinds of files of a bundle. */
export const BUNDLE_KINDS: Readonly<Record<string, RegExp>> = {
  records: /^records\//,
  counts: /^counts\.jsonl$/,
  documents: /^documents\//,
  batches: /^batches\//,
  manifest: /^manifest\.json$/,
  signatures: /^(signatures|keys|root)\.json$/,
  chains: /^(chains\/|snapshot|superseded)/,
};

/** A file with one byte changed. */
export interface ChangedFile {
  readonly time: number;
  readonly path: string;
  readonly changed: Buffer;
}

/** Files of one kind with one byte changed somewhere; the same places every time. */
export function* changedFiles(
  files: ReadonlyMap<string, Buffer>,
  kind: RegExp,
  times: number,
  seed: number,
): Iterable<ChangedFile> {
  const random = places(seed);
  const found = [...files].filter(([path]) => kind.test(path));
  for (let time = 0; time < times; time++) {
    const [path, file] = found[random.next().value % found.length] ?? ['', Buffer.alloc(0)];
    yield { time, path, changed: withOtherByte(file, random) };
  }
}

/** The same numbers every time: a generator of Lehmer. */
function* places(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

function withOtherByte(file: Buffer, random: Generator<number, never>): Buffer {
  const changed = Buffer.from(file);
  const at = random.next().value % file.length;
  changed[at] = ((changed[at] ?? 0) + 1 + (random.next().value % 255)) % 256;
  return changed;
}
