import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { CountsServiceClient, type ExportArchiveResponse } from '#libs/contracts/cx/scoring/v1/counts.js';
import { dumpSha256 } from '#services/scoring/counts/dump.js';
import { client } from '#test/stack/client.js';

const run = promisify(execFile);

/** The hash that a program in another language computes from scoring's archive and the .proto files alone. */
export async function foldOfArchive(scoring: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-archive-'));
  const counts = client(CountsServiceClient, scoring, 'console');
  try {
    const pieces: Buffer[] = [];
    for await (const { sealedBatch } of counts.exportArchive({}) as AsyncIterable<ExportArchiveResponse>) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealedBatch.length);
      pieces.push(length, sealedBatch);
    }
    const file = join(folder, 'archive.bin');
    writeFileSync(file, Buffer.concat(pieces));
    const { stderr } = await run('python3', ['test/oracle/archive.py', file], { maxBuffer: 1 << 28 });
    return stderr.trim().split('\n').at(-1) ?? '';
  } finally {
    counts.close();
    rmSync(folder, { recursive: true });
  }
}

/** The hash that SQL over the departments' own verdicts gives. */
export async function sumOfVerdicts(databaseUrls: readonly string[]): Promise<string> {
  const query = readFileSync('test/oracle/departments.sql', 'utf8');
  const rows: { metric: string; line: string }[] = [];
  for (const connectionString of databaseUrls) {
    const database = new pg.Client({ connectionString });
    await database.connect();
    rows.push(...(await database.query<{ metric: string; line: string }>(query)).rows);
    await database.end();
  }
  // Each metric belongs to one department, so the lines of all departments sort into the order of the dump.
  const inOrder = rows.toSorted((a, b) => (a.metric < b.metric ? -1 : Number(a.metric > b.metric)));
  return dumpSha256(inOrder.map(({ line }) => line));
}
