import { readFileSync } from 'node:fs';
import { BonusInputServiceService, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { Document, DocumentServiceService } from '#libs/contracts/cx/documents/v1/documents.js';
import { CxError } from '#libs/domain/error.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

const PLAN = readFileSync('data/olist/company/pay-plan.yaml', 'utf8');
const HEAD = 'payee,target,currency,department,start,end,share_bp';

/** What a scoring that stands in for the real one answers; a test changes it. */
export const scoringHas = {
  snapshot: julyIn('CLOSED') as Snapshot | undefined,
  plan: planned(false) as Document | undefined,
  /** Of a month that was corrected, the newest version. */
  restated: undefined as Snapshot | undefined,
  isAway: false,
};

/** July with the indexes of the worked example. */
export function julyIn(state: string): Snapshot {
  const indexes = { warehouse: 874_321n, delivery: 710_050n, support: 925_000n, ordering: 850_000n };
  return Snapshot.fromPartial({
    ...{ name: 'periods/2018-07/snapshots/3', version: 3, state, contentSha256: Buffer.alloc(32, 7) },
    inputs: Object.entries(indexes).map(([department, indexE4]) => ({
      ...{ department: `departments/${department}`, indexE4, coverageBp: 10_000n },
      metrics: [{ metric: 'metrics/a', effectiveWeightBp: 10_000n, cases: 5_000n }],
    })),
  });
}

/** July after a correction: delivery is better, support is worse. */
export function restatedJuly(version = 4, supersedes = 3): Snapshot {
  const closed = julyIn('ADJUSTED');
  const moved: Readonly<Record<string, bigint>> = { 'departments/delivery': 750_000n, 'departments/support': 800_000n };
  return Snapshot.fromPartial({
    ...closed,
    ...{ name: `periods/2018-07/snapshots/${version}`, version, supersedes, postingPeriod: '2018-08' },
    contentSha256: Buffer.alloc(32, version),
    inputs: closed.inputs.map((input) => ({ ...input, indexE4: moved[input.department] ?? input.indexE4 })),
  });
}

export function planned(boundAfterStart: boolean): Document {
  const name = 'documents/pay-plan/versions/1';
  return Document.fromPartial({ name, firstDay: '2017-01-01', text: PLAN, boundAfterStart });
}

/** The services of scoring that a payout asks. */
export function scoringServices(): ServedService[] {
  const serve = (definition: typeof BonusInputServiceService | typeof DocumentServiceService, calls: object) => {
    const others = unary(async () => {
      throw new Error('no payout asks this');
    });
    const all = Object.fromEntries(Object.keys(definition).map((name) => [name, others]));
    return servedService(definition, { ...all, ...calls } as never);
  };
  const getSnapshot = unary(async ({ name }: { name: string }) => {
    const { restated, isAway } = scoringHas;
    const snapshot = name.endsWith('/latest') && restated !== undefined ? restated : scoringHas.snapshot;
    if (isAway) throw new CxError('STORE_UNAVAILABLE', 'the database does not answer');
    if (snapshot === undefined || !name.startsWith('periods/2018-07/'))
      throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
    return snapshot;
  });
  const listDocuments = unary(async ({ parent }: { parent: string }) => {
    const isPlan = parent === 'documents/pay-plan' && scoringHas.plan !== undefined;
    return { documents: isPlan ? [scoringHas.plan] : [], nextPageToken: '' };
  });
  const getDocument = unary(async () => scoringHas.plan);
  return [
    serve(BonusInputServiceService, { getSnapshot }),
    serve(DocumentServiceService, { listDocuments, getDocument }),
  ];
}

/** A roster of whole months: "w-77,120000.00,warehouse". */
export function rosterOf(...payees: readonly string[]): Buffer {
  const rows = payees.map((one) => {
    const [ref, target, department] = one.split(',');
    return `${ref},${target},BRL,${department},2018-07-01,2018-08-01,10000`;
  });
  return Buffer.from([HEAD, ...rows, ''].join('\n'));
}

export const FOUR = rosterOf(
  'w-77,120000.00,warehouse',
  'd-78,90000.00,delivery',
  's-79,45000.00,support',
  'o-80,60000.00,ordering',
);
