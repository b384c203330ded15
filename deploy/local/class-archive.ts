import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** What Java keeps of the classes of Kafka from start to start. With it a broker starts with two thirds of the CPU time. */
export interface ClassArchive {
  /** Options of a Java program that reads the archive; none while there is no archive. */
  readonly read: readonly string[];
  /** Options of a broker: it reads the archive or, while there is none, writes it when it stops. */
  readonly use: readonly string[];
  /** How long the broker may take to stop, ms: writing takes some seconds. */
  readonly stopWithinMs: number;
  /** Gives a new archive its name. Call it only for a broker that ended by itself: otherwise the archive may not be whole. */
  keep(): void;
}

/**
 * @param libs  folder of the jars, which holds the archive too; Java itself refuses an archive of other jars or of another Java
 */
export function classArchive(libs: string): ClassArchive {
  const file = join(libs, 'classes.jsa');
  if (existsSync(file)) {
    const read = [`-XX:SharedArchiveFile=${file}`];
    return { read, use: read, stopWithinMs: 15_000, keep: () => {} };
  }
  const written = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  return {
    read: [],
    use: [`-XX:ArchiveClassesAtExit=${written}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    stopWithinMs: 60_000,
    keep: () => {
      if (existsSync(written)) renameSync(written, file);
    },
  };
}
