import type { AdjustmentServiceServer } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/source.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { unary } from '#libs/grpc/unary.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { ADJUSTMENT_REASONS, adjustmentName } from '../../adjustments/adjustment.js';
import { approveAdjustment, withdrawAdjustment } from '../../adjustments/decide-adjustment.js';
import { postAdjustment, type SealRestated } from '../../adjustments/post-adjustment.js';
import { proposeAdjustment } from '../../adjustments/propose-adjustment.js';
import type { ReadAdjustment } from '../../adjustments/read-adjustments.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { periodIn } from '../period-in.js';
import { approvalRoleOf, askerOf, departmentIn, hashIn } from '../periods/period-request.js';
import { requireRequestId } from '../request-id.js';
import { writtenText } from '../written-text.js';
import { adjustmentToProto } from './adjustment-mapping.js';

export interface AdjustmentServiceOptions {
  readonly database: Database;
  /** `refresh` takes in what another process published just now. */
  readonly rulesets: Rulesets & { refresh?(): Promise<unknown> };
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'adjustmentsTotal'>;
  /** "cx-index 0.2.0" */
  readonly engine: string;
  /** The departments that this installation knows; asked again at each call. */
  readonly departments: () => readonly Source[];
  /** Called in the transaction of each posting. */
  readonly sealRestated: SealRestated;
}

interface Named {
  readonly name: string;
  readonly requestId: string;
}

type Commands = Pick<
  AdjustmentServiceServer,
  'proposeAdjustment' | 'approveAdjustment' | 'withdrawAdjustment' | 'postAdjustment'
>;

/** What people do to adjustments. Each command is counted, and the audit log keeps where the adjustment stands after it. */
export function adjustmentCommands(options: AdjustmentServiceOptions): Commands {
  const { database, rulesets, clock, engine, departments, sealRestated, metrics } = options;
  const adjusting = { database, rulesets, sealRestated };
  const asking = async ({ name, requestId }: Named, { caller }: CallContext, ...says: readonly string[]) => {
    const about = adjustmentNamed(rulesets, name);
    requireRequestId(requestId);
    await rulesets.refresh?.();
    const by = askerOf(caller, departments());
    return { ...about, requestId, by, now: clock.now(), says: [name, ...says] };
  };
  const recorded = recording(metrics);
  return {
    proposeAdjustment: unary((request, context) =>
      recorded('propose', context, async () => {
        const reasonCode = ADJUSTMENT_REASONS.find(request.reason);
        if (reasonCode === undefined)
          throw new CxError('REASON_INVALID', `an adjustment is for one of ${ADJUSTMENT_REASONS.words.join(', ')}`, {
            field: 'reason',
          });
        const reason = writtenText(request.explanation, 'explanation');
        const period = periodIn(rulesets, request.period, 'period');
        const releases = request.releases.map((one) => departmentIn(one, 'releases'));
        requireRequestId(request.requestId);
        await rulesets.refresh?.();
        return proposeAdjustment(adjusting, {
          ...{ period, reasonCode, reason, engine, releases, isExtra: request.extra, requestId: request.requestId },
          ...{ by: askerOf(context.caller, departments()), now: clock.now() },
          says: [request.period, 'propose', reasonCode, reason, String(request.extra), ...releases],
        });
      }),
    ),
    approveAdjustment: unary((request, context) =>
      recorded('approve', context, async () => {
        const role = approvalRoleOf(request.role, context.caller);
        const contentSha256 = hashIn(request.contentSha256);
        const asked = await asking(request, context, 'approve', contentSha256, role);
        return approveAdjustment(adjusting, { ...asked, contentSha256, role });
      }),
    ),
    withdrawAdjustment: unary((request, context) =>
      recorded('withdraw', context, async () => {
        const reason = writtenText(request.reason);
        return withdrawAdjustment(adjusting, { ...(await asking(request, context, 'withdraw', reason)), reason });
      }),
    ),
    postAdjustment: unary((request, context) =>
      recorded('post', context, async () => {
        const contentSha256 = hashIn(request.contentSha256);
        return postAdjustment(adjusting, { ...(await asking(request, context, 'post', contentSha256)), contentSha256 });
      }),
    ),
  };
}

type Step = 'propose' | 'approve' | 'withdraw' | 'post';

/** Runs a command, counts it, and lets the audit log keep where the adjustment stands after it. */
function recording(metrics: Pick<Metrics, 'adjustmentsTotal'>) {
  return async (step: Step, { audited }: CallContext, command: () => Promise<ReadAdjustment>) => {
    try {
      const found = await command();
      const { adjustment, state, postingPeriod = '', run = '' } = found;
      const { contentSha256, reasonCode } = adjustment;
      const posting = state === 'POSTED' ? { postingPeriod, run } : {};
      audited({
        after: { adjustment: adjustmentName(adjustment), state, contentSha256, reason: reasonCode, ...posting },
      });
      metrics.adjustmentsTotal.inc({ step, reason: '' });
      return adjustmentToProto(found);
    } catch (error) {
      if (error instanceof CxError) metrics.adjustmentsTotal.inc({ step, reason: error.reason });
      throw error;
    }
  };
}

/** The adjustment of `periods/2018-07/adjustments/1`. @throws {CxError} NAME_INVALID, PERIOD_INVALID */
export function adjustmentNamed(rulesets: Rulesets, name: string) {
  const [, parent = '', number = ''] = /^(periods\/[^/]+)\/adjustments\/([1-9]\d{0,8})$/.exec(name) ?? [];
  if (parent === '')
    throw new CxError('NAME_INVALID', 'name is written periods/2018-07/adjustments/1', { field: 'name' });
  return { period: periodIn(rulesets, parent, 'name'), number: Number(number) };
}
