import { type AdjustmentServiceServer, AdjustmentServiceService } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Transaction } from '#libs/postgres/database.js';
import { adjustmentIn, readAdjustments } from '../../adjustments/read-adjustments.js';
import { periodIn } from '../period-in.js';
import { versionPage } from '../version-page.js';
import { type AdjustmentServiceOptions, adjustmentCommands, adjustmentNamed } from './adjustment-commands.js';
import { adjustmentToProto, ledgerToProto } from './adjustment-mapping.js';

/** AdjustmentService: what is corrected after a close. */
export function adjustmentService(options: AdjustmentServiceOptions): ServedService {
  const { database, rulesets, clock } = options;
  const read = async <Answer>(work: (tx: Transaction) => Promise<Answer>) =>
    database.transaction(work, { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 60_000 });
  const calls: AdjustmentServiceServer = {
    getAdjustment: unary(async ({ name }) => {
      const { period, number } = adjustmentNamed(rulesets, name);
      await rulesets.refresh?.();
      return adjustmentToProto(
        await read(async (tx) => adjustmentIn(await readAdjustments(tx, period, rulesets, clock.now()), number)),
      );
    }),
    listAdjustments: unary(async (query) => {
      const period = periodIn(rulesets, query.parent, 'parent');
      await rulesets.refresh?.();
      const all = await read((tx) => readAdjustments(tx, period, rulesets, clock.now()));
      const newestFirst = all.adjustments.toReversed();
      const list = async (below: number, limit: number) =>
        newestFirst.filter(({ adjustment }) => adjustment.number < below).slice(0, limit);
      const page = await versionPage(query, list, ({ adjustment }) => adjustment.number);
      const adjustments = page.versions.map(adjustmentToProto);
      return { adjustments, nextPageToken: page.nextPageToken, ...ledgerToProto(all) };
    }),
    ...adjustmentCommands(options),
  };
  return servedService(AdjustmentServiceService, calls);
}
