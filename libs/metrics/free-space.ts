import { statfs } from 'node:fs/promises';

/** The disk under a folder, in bytes. */
export interface FreeSpace {
  /** What this user may still write. */
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/** Below this share of the disk the alert CxDiskFilling and `cx doctor` ask for space. */
export const LOW_SHARE = 0.1;

/** Reads how much may still be written to the disk of a folder; undefined when there is no such folder. */
export async function freeSpace(folder: string): Promise<FreeSpace | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

export function isLow({ freeBytes, sizeBytes }: FreeSpace): boolean {
  return freeBytes < LOW_SHARE * sizeBytes;
}
