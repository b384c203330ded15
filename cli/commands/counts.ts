import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type ExportCountsResponse, VerifyCountsResponse } from '#libs/contracts/cx/scoring/v1/counts.js';
import { call as ask } from '#libs/grpc/client.js';
import type { Command } from '../command.js';
import { counts } from '../connect.js';
import { grouped } from '../format.js';

/** `cx counts export`: the canonical dump on stdout, its SHA-256 last on stderr. */
export const countsExport: Command = {
  parameters: '',
  description: 'Writes what stands, a JSON object a cell, in the one order; the SHA-256 of it comes last on stderr.',
  example: 'cx counts export > counts.jsonl',
  run: async (call) => {
    const hash = createHash('sha256');
    for await (const { lines } of counts().exportCounts({}) as AsyncIterable<ExportCountsResponse>) {
      hash.update(lines);
      if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
    }
    call.remark(hash.digest('hex'));
    return 0;
  },
};

/** `cx verify counts`: folds the archived batches again by a second path. Exit 3 when the two differ. */
export const verifyCounts: Command = {
  parameters: '',
  description: 'Counts everything again from the archived batches by a second path and compares.',
  example: 'cx verify counts',
  run: async (call) => {
    const answer = await ask(counts(), 'verifyCounts', {}, { deadlineMs: 180_000 });
    const [counted, recounted] = [answer.countedSha256, answer.recountedSha256].map((hash) =>
      hash.toString('hex').slice(0, 12),
    );
    if (call.json) call.print(JSON.stringify(VerifyCountsResponse.toJSON(answer)));
    else {
      const sign = answer.equal ? '=' : 'DIFFER FROM';
      call.print(
        `  counts ${counted} ${sign} recomputed from ${grouped(answer.batches)} archived batches ${recounted}   (${grouped(answer.cells)} cells)`,
      );
    }
    return answer.equal ? 0 : 3;
  },
};
