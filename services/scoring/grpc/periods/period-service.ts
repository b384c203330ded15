import { type PeriodServiceServer, PeriodServiceService } from '#libs/contracts/cx/bonus/v1/period.js';
import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Source } from '#libs/domain/source.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { isWaiting } from '../../adjustments/adjustment.js';
import { adjustmentsOf } from '../../adjustments/store.js';
import { approvePeriod, withdrawApproval } from '../../periods/life/approve-period.js';
import { closePeriod, type Seal } from '../../periods/life/close-period.js';
import { holdDepartment, voidPeriod } from '../../periods/life/hold-and-void.js';
import { shownGuards } from '../../periods/life/next-step.js';
import { readArrivals } from '../../periods/life/read-arrivals.js';
import { type Life, readLife, termsByLife } from '../../periods/life/read-life.js';
import { authorsOf } from '../../periods/life/store.js';
import type { Asking } from '../../periods/life/take-step.js';
import { readPeriod } from '../../periods/read-period.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { periodIn } from '../period-in.js';
import { requireRequestId } from '../request-id.js';
import { writtenText } from '../written-text.js';
import { lifeToProto } from './period-mapping.js';
import { approvalFrom, askerOf, departmentIn, hashIn } from './period-request.js';

export interface PeriodServiceOptions {
  readonly database: Database;
  /** `refresh` takes in what another process published just now. */
  readonly rulesets: Rulesets & { refresh?(): Promise<unknown> };
  readonly clock: Clock;
  /** The departments that this installation knows; asked again at each call. */
  readonly departments: () => readonly Source[];
  /** Called in the transaction of each close. */
  readonly seal: Seal;
}

interface Named {
  readonly name: string;
  readonly requestId: string;
  readonly expectedVersion: number;
}

/** PeriodService: the life of a period, from its announcement to its close. */
export function periodService({ database, rulesets, clock, departments, seal }: PeriodServiceOptions): ServedService {
  const stepping = { database, rulesets, seal };
  const asking = async (request: Named, { caller }: CallContext, ...says: readonly string[]): Promise<Asking> => {
    const { name, requestId, expectedVersion } = request;
    const period = periodIn(rulesets, name, 'name');
    requireRequestId(requestId);
    await rulesets.refresh?.();
    const by = askerOf(caller, departments());
    return { period, requestId, expectedVersion, by, now: clock.now(), says: [name, ...says] };
  };
  const calls: PeriodServiceServer = {
    getPeriod: unary(async ({ name }) => {
      await rulesets.refresh?.();
      return shown(database, rulesets, periodIn(rulesets, name, 'name'), clock.now());
    }),
    listPeriods: unary(async ({ pageSize, pageToken }) => {
      await rulesets.refresh?.();
      const { page, nextPageToken } = pageOf(rulesets.periods(rulesets.usualKind, clock.now()), pageSize, pageToken);
      const lives: Life[] = [];
      for (const period of page) lives.push(await readLife(database, period, rulesets, clock.now()));
      return { periods: lives.map((life) => lifeToProto(life)), nextPageToken };
    }),
    approvePeriod: unary(async (request, context) => {
      const approval = approvalFrom(request, context.caller);
      const contentSha256 = hashIn(request.contentSha256);
      const { role, accepts, carvedOut, reason } = approval;
      const says = ['approve', contentSha256, role, accepts.join(), carvedOut.join(), reason];
      const life = await approvePeriod(stepping, {
        ...(await asking(request, context, ...says)),
        ...approval,
        contentSha256,
      });
      return recorded(life, context, { contentSha256, as: role });
    }),
    withdrawApproval: unary(async (request, context) => {
      const reason = writtenText(request.reason);
      const life = await withdrawApproval(stepping, {
        ...(await asking(request, context, 'withdraw', reason)),
        reason,
      });
      return recorded(life, context, {});
    }),
    closePeriod: unary(async (request, context) => {
      const contentSha256 = hashIn(request.contentSha256);
      const life = await closePeriod(stepping, {
        ...(await asking(request, context, 'close', contentSha256)),
        contentSha256,
      });
      return recorded(life, context, { contentSha256: life.history.closed?.contentSha256 ?? '' });
    }),
    voidPeriod: unary(async (request, context) => {
      const reason = writtenText(request.reason);
      const life = await voidPeriod(stepping, { ...(await asking(request, context, 'void', reason)), reason });
      return recorded(life, context, {});
    }),
    holdDepartment: unary(async (request, context) => {
      const [department, reason] = [departmentIn(request.department), writtenText(request.reason)];
      const holding = { ...(await asking(request, context, 'hold', department, reason)), department, reason };
      return recorded(await holdDepartment(stepping, 'HELD', holding), context, { department });
    }),
    releaseDepartment: unary(async (request, context) => {
      const [department, reason] = [departmentIn(request.department), writtenText(request.reason)];
      const holding = { ...(await asking(request, context, 'release', department, reason)), department, reason };
      return recorded(await holdDepartment(stepping, 'RELEASED', holding), context, { department });
    }),
  };
  return servedService(PeriodServiceService, calls);
}

/** The answer of a command; the audit log keeps where the period stands after it. */
function recorded(life: Life, { audited }: CallContext, about: Readonly<Record<string, string>>) {
  audited({ after: { state: life.state, version: life.history.events.length, ...about } });
  return lifeToProto(life, { guards: shownGuards(life) });
}

/** A period with the guards of its next step: of the first version those of CreateSnapshot, then those of the close. */
async function shown(database: Database, rulesets: Rulesets, period: Period, now: number) {
  return database.transaction(
    async (tx) => {
      const life = await readLife(tx, period, rulesets, now);
      const { names, hasClosed } = await authorsOf(tx, life.ruleset.name);
      const needsVersion = life.state === 'COLLECTING';
      const terms = needsVersion ? await termsByLife(rulesets)(tx, period, now) : {};
      const guards = needsVersion
        ? (await readPeriod(tx, period, rulesets, now, { ...terms, arrivals: 'NOT_ASKED' })).guards
        : shownGuards(life);
      const arrivals = await readArrivals(tx, life);
      const adjustments = life.history.closed === undefined ? [] : await adjustmentsOf(tx, period.name);
      const adjustmentsWaiting = adjustments.filter(isWaiting).length;
      return lifeToProto(life, { guards, arrivals, adjustmentsWaiting, authors: hasClosed ? [] : names });
    },
    { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 60_000 },
  );
}

const PAGE = 50;
const MOST = 500;

/** Periods before the token, newest first. @throws {CxError} PAGE_INVALID */
function pageOf(inOrder: readonly Period[], pageSize: number, pageToken: string) {
  const all = [...inOrder].reverse();
  const from = pageToken === '' ? 0 : all.findIndex(({ name }) => name === pageToken) + 1;
  if (pageSize < 0 || (pageToken !== '' && from === 0)) {
    throw new CxError('PAGE_INVALID', 'page_size is negative, or page_token is of another list', {
      field: 'page_token',
    });
  }
  const page = all.slice(from, from + Math.min(pageSize === 0 ? PAGE : pageSize, MOST));
  const hasMore = from + page.length < all.length;
  return { page, nextPageToken: hasMore ? (page.at(-1)?.name ?? '') : '' };
}
