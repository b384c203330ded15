import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classArchive } from './class-archive.js';

describe('the archive of classes', () => {
  let libs: string;
  beforeEach(() => {
    libs = mkdtempSync(join(tmpdir(), 'cx-classes-'));
  });
  afterEach(() => rmSync(libs, { recursive: true }));
  const written = (options: readonly string[]) =>
    options.find((one) => one.startsWith('-XX:ArchiveClassesAtExit='))?.split('=')[1] ?? '';

  it('is written by the first broker under a name that no other program reads, and named when it is whole', () => {
    const first = classArchive(libs);
    expect(first.read).toEqual([]);
    writeFileSync(written(first.use), 'half');
    expect(classArchive(libs).read).toEqual([]);
    first.keep();
    expect(readdirSync(libs)).toEqual(['classes.jsa']);
    const reading = [`-XX:SharedArchiveFile=${join(libs, 'classes.jsa')}`];
    expect(classArchive(libs)).toMatchObject({ read: reading, use: reading });
  });

  it('is written by each of two brokers that start at once into a file of its own', () => {
    const files = [classArchive(libs), classArchive(libs)].map(({ use }) => written(use));
    expect(new Set(files).size).toBe(2);
  });

  it('is not missed when Java could not write it', () => {
    classArchive(libs).keep();
    expect(readdirSync(libs)).toEqual([]);
  });
});
