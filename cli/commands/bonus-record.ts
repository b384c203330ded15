import { ExportRecordsRequest, type ExportRecordsResponse } from '#libs/contracts/cx/bonus/v1/record.js';
import { argument, type Command, option, UsageError } from '../command.js';
import { records } from '../connect.js';
import { grouped } from '../format.js';
import { BundleWriter } from '../records/bundle-writer.js';

/** `cx bonus record SNAPSHOT --out DIR`: the record bundle, by which a stranger proves every figure. */
export const bonusRecord: Command = {
  parameters: 'SNAPSHOT',
  description:
    'Writes the record bundle of a version: its records and all that proves them. `cx verify DIR` checks it.',
  example: 'cx bonus record periods/2018-08/snapshots/1 --out 2018-08-v1',
  options: {
    out: { type: 'string', description: 'the folder to write; it must be empty or not there yet' },
    'without-batches': {
      type: 'boolean',
      description: 'leave the archived batches out: the proof begins at the counts',
    },
  },
  run: async (call) => {
    const out = option(call, 'out');
    if (out === '') throw new UsageError('say where to: --out DIR');
    const writer = new BundleWriter(out);
    const request = { name: argument(call, 0), withoutBatches: call.options['without-batches'] === true };
    const stream = records().exportRecords(ExportRecordsRequest.fromPartial(request));
    for await (const { path, chunk } of stream as AsyncIterable<ExportRecordsResponse>) writer.write(path, chunk);
    const { files, bytes } = writer.end();
    if (call.json) call.print(JSON.stringify({ folder: out, files, bytes }));
    else
      call.print(
        `  ${out}   ${grouped(BigInt(files))} files, ${grouped(BigInt(bytes))} bytes   check it: npx cx verify ${out}`,
      );
    return 0;
  },
};
