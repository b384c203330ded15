import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { freeSpace, isLow } from './free-space.js';
import { createMetrics } from './metrics.js';

describe('the free space of the data folder', () => {
  it('is read from the disk of the folder', async () => {
    const space = await freeSpace(tmpdir());
    expect(space?.freeBytes).toBeGreaterThan(0);
    expect(space?.sizeBytes).toBeGreaterThanOrEqual(space?.freeBytes ?? 0);
  });

  it('is unknown for a folder that does not exist', async () => {
    expect(await freeSpace('/no/such/folder')).toBeUndefined();
  });

  it.each([
    [100, 1_000, false],
    [99, 1_000, true],
  ])('of %d bytes on a disk of %d is low: %s', (freeBytes, sizeBytes, low) => {
    expect(isLow({ freeBytes, sizeBytes })).toBe(low);
  });

  it('is exported by a process that was told the folder, and absent otherwise', async () => {
    const told = await createMetrics('delivery', { withProcess: false, dataFolder: tmpdir() }).exposition();
    expect(told.text).toMatch(/^cx_data_folder_free_bytes [1-9]/m);
    expect(told.text).toMatch(/^cx_data_folder_size_bytes [1-9]/m);
    const untold = await createMetrics('delivery', { withProcess: false }).exposition();
    expect(untold.text).not.toMatch(/^cx_data_folder_free_bytes /m);
  });
});
