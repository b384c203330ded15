import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import type { Addresses } from '../../addresses.js';
import type { FeedNames } from '../callers.js';
import { FactSender } from './fact-sender.js';
import { type Ended, importFile } from './import-file.js';
import type { OpenMap } from './open-map.js';
import type { Prepared } from './prepare.js';
import { fingerprint, keyText, ProgressFile } from './progress-file.js';
import { noCounts, type RowCounts, RowProgress } from './row-progress.js';

export interface ImportOptions {
  readonly prepared: Prepared;
  readonly map: OpenMap;
  readonly zone: Zone | undefined;
  readonly origin: Origin;
  readonly addresses: Addresses;
  readonly callers: FeedNames;
  /** Every department of the map is declared complete up to this instant, when nothing was refused. */
  readonly completeThrough: Instant | undefined;
  /** Forgets how far an earlier import came. */
  readonly fromStart: boolean;
  readonly stop: { isWanted: boolean };
  readonly onRefused: (line: string) => void;
  /** A department is away, and the import waits for it some seconds. */
  readonly onAway: (line: string) => void;
  readonly onFile: (file: string, ended: Ended) => void;
  /** The path beside which progress and refused rows are kept. Default: that of the file itself. */
  readonly beside?: (file: string) => string;
  /** Where the progress is shown. Default: standard error. */
  readonly shownOn?: NodeJS.WriteStream;
}

export interface Imported {
  readonly counts: RowCounts;
  /** Every file was read to its end. */
  readonly isWhole: boolean;
  readonly isDeclared: boolean;
}

/** Sends the facts of all files, one file after the other. @throws what the connection to a department throws */
export async function importFiles(options: ImportOptions): Promise<Imported> {
  const { prepared, map, completeThrough, stop, beside = (file) => file, shownOn = process.stderr } = options;
  const sender = new FactSender({ ...options, signal: undefined });
  const counts = noCounts();
  let isWhole = true;
  try {
    const joined = await Promise.all(prepared.joinedFiles.map(({ file }) => fingerprint(file)));
    for (const assigned of prepared.files) {
      if (stop.isWanted) break;
      const { sha256, lines } = await fingerprint(assigned.file);
      const key = keyOf(options, [sha256, ...joined.map((one) => one.sha256)]);
      const kept = beside(assigned.file);
      const progress = new ProgressFile(kept, key);
      if (options.fromStart) progress.remove();
      const shown = new RowProgress(shownOn, lines);
      const onProgress = shown.show.bind(shown);
      const parts = { assigned, kept, joined: prepared.joined, sender, progress, counts, stop, onProgress };
      const ended = await importFile({ ...parts, onRefused: options.onRefused }).finally(() => shown.done());
      isWhole &&= ended.kind === 'done';
      options.onFile(assigned.file, ended);
    }
    // What was refused has not been reported, so a declaration would be wrong.
    const isDeclared = isWhole && counts.refusedRows + prepared.refused.length === 0 && completeThrough !== undefined;
    if (isDeclared) await sender.declare(map.map.departments as readonly Source[], completeThrough);
    return { counts, isWhole: isWhole && !stop.isWanted, isDeclared };
  } finally {
    sender.close();
  }
}

function keyOf({ map, zone, origin, addresses, callers }: ImportOptions, files: readonly string[]): string {
  const departments = map.map.departments as readonly Source[];
  const to = Object.fromEntries(departments.map((name) => [name, `${addresses[name]} as ${callers[name]}`]));
  return keyText({ files, map: map.sha256, zone, origin, to });
}
