import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ClaimExportRequest,
  type ExportClaim,
  ExportPurpose,
  ExportServiceClient,
} from '#libs/contracts/cx/bonus/v1/export.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { RULESETS } from '#services/scoring/fixtures/real-orders.js';
import { exportService } from '#services/scoring/grpc/exports/export-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import {
  approve,
  clock,
  close,
  countNothing,
  inReview,
  naming,
  PEOPLE,
  periodsAs,
  serveClosing,
} from './periods/closing-bench.js';
import { database, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();

const MONTH = '2018-05';
const counted: { result: string; reason: string }[] = [];
let server: RunningServer;
const clients = new Map<string, ExportServiceClient>();

function exportsAs(name: string): ExportServiceClient {
  const found = clients.get(name) ?? client(ExportServiceClient, `127.0.0.1:${server.port}`, name);
  clients.set(name, found);
  return found;
}

const request = (change: Partial<ClaimExportRequest> = {}) =>
  ClaimExportRequest.fromPartial({
    ...{ name: `periods/${MONTH}/snapshots/3`, requestId: randomUUID(), purpose: ExportPurpose.EXPORT_PURPOSE_RESULT },
    ...{ departments: ['departments/ordering', 'departments/warehouse'], profile: 'generic-csv' },
    ...{ profilesSha256: Buffer.alloc(32, 1), fileSha256: Buffer.alloc(32, 2), ...change },
  });
const claim = (asked: ClaimExportRequest, who = 'hanna'): Promise<ExportClaim> =>
  call(exportsAs(who), 'claimExport', asked);
const refused = async (asked: ClaimExportRequest, who?: string) =>
  refusalOf(await claim(asked, who).catch((error: unknown) => error));
const rows = async () => (await database.query('select 1 from export_claim')).length;

beforeAll(async () => {
  const metrics = { exportClaimsTotal: { inc: (labels: never) => counted.push(labels) } as never };
  server = await startServer({
    ...{
      host: '127.0.0.1',
      port: 0,
      services: [exportService({ database: served, rulesets: RULESETS, clock, metrics })],
    },
    ...namedCallers(PEOPLE),
    onBug: (error) => {
      throw error;
    },
  });
  await countNothing();
  await inReview(MONTH);
  const held = { department: 'departments/support', reason: 'An inquiry runs.' };
  await call(periodsAs('hanna'), 'holdDepartment', { ...(await naming(MONTH)), ...held });
  const accepted = { accepts: ['RULES_BOUND_AFTER_START'], reason: 'The works council agreed to it.' };
  for (const one of ['hanna', 'hugo', 'finn']) await approve(MONTH, one, accepted);
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await server.drain(500);
});

describe('an export', () => {
  it('is not claimed before the close, and nothing is stored', async () => {
    expect(await refused(request({ name: `periods/${MONTH}/snapshots/2` }))).toMatchObject({
      ...{ reason: 'EXPORT_NOT_CLOSED', field: 'name' },
    });
    expect(await rows()).toBe(0);
    await close(MONTH, 'finn');
  });

  it('is claimed once for a purpose: the second person hears who claimed it and when, whatever the file', async () => {
    const first = request();
    const made = await claim(first);
    expect(made).toMatchObject({ claimedBy: 'hanna', request: { profile: 'generic-csv' } });
    const second = await refused(
      request({ fileSha256: Buffer.alloc(32, 7), departments: ['departments/ordering'] }),
      'mia',
    );
    expect(second).toMatchObject({
      ...{ reason: 'EXPORT_CLAIMED', field: 'departments' },
      message: `ordering was exported by hanna with generic-csv at ${made.claimedAt?.toISOString().replace('.000', '')}`,
    });
    expect(await rows()).toBe(2);
  });

  it('is the claim that stands when the same request comes again, and refused when it says something else', async () => {
    const first = request({ departments: ['departments/delivery'] });
    const made = await claim(first);
    expect(await claim(first)).toEqual(made);
    expect(await refused({ ...first, fileSha256: Buffer.alloc(32, 5) })).toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    expect(await refused(first, 'mia')).toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    expect(await rows()).toBe(3);
    expect(counted.map(({ result }) => result)).toEqual(expect.arrayContaining(['claimed', 'repeated', 'refused']));
  });

  it('takes all departments or none', async () => {
    const both = request({ departments: ['departments/ordering', 'departments/support'] });
    expect(await refused({ ...both, purpose: ExportPurpose.EXPORT_PURPOSE_WEIGHT })).toMatchObject({
      reason: 'EXPORT_NOT_PAYABLE',
    });
    expect(await rows()).toBe(3);
  });

  it('of another purpose, and of each pool, is claimed by itself', async () => {
    await claim(request({ purpose: ExportPurpose.EXPORT_PURPOSE_WEIGHT }));
    const pay = { purpose: ExportPurpose.EXPORT_PURPOSE_PAY, departments: ['departments/ordering'] };
    await claim(request({ ...pay, pool: 'br-brl' }));
    await claim(request({ ...pay, pool: 'de-eur' }));
    expect(await refused(request({ ...pay, pool: 'de-eur' }))).toMatchObject({ reason: 'EXPORT_CLAIMED' });
  });

  it('of amounts is claimed once for a period, so that a restated version is not paid in full beside the one before', async () => {
    await database.transaction(async (tx) => {
      await tx.execute('set local session_replication_role = replica');
      await tx.execute(
        `insert into export_claim (period, version, department, purpose, pool, request_id, request_sha256, profile, profiles_sha256, file_sha256, claimed_by)
         values ($1, 2, 'warehouse', 3, 'once', gen_random_uuid(), sha256('a'), 'p', sha256('b'), sha256('c'), 'hugo')`,
        [MONTH],
      );
    });
    const pay = { purpose: ExportPurpose.EXPORT_PURPOSE_PAY, departments: ['departments/warehouse'], pool: 'once' };
    expect(await refused(request(pay))).toMatchObject({ reason: 'EXPORT_CLAIMED' });
  });

  it('is claimed by one of forty calls at the same moment', async () => {
    const pay = { purpose: ExportPurpose.EXPORT_PURPOSE_PAY, departments: ['departments/delivery'], pool: 'race' };
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => claim(request(pay))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [refusalOf(one.reason)?.reason] : []));
    expect(new Set(reasons)).toEqual(new Set(['EXPORT_CLAIMED']));
  });

  it.each([
    ['no purpose', { purpose: 0 }, 'EXPORT_INVALID', 'purpose'],
    ['a purpose of a later version', { purpose: 77 }, 'EXPORT_INVALID', 'purpose'],
    ['no department', { departments: [] }, 'EXPORT_INVALID', 'departments'],
    [
      'a department twice',
      { departments: ['departments/ordering', 'departments/ordering'] },
      'EXPORT_INVALID',
      'departments',
    ],
    ['a department by its bare name', { departments: ['ordering'] }, 'EXPORT_INVALID', 'departments'],
    ['a pool of results', { pool: 'br-brl' }, 'EXPORT_INVALID', 'pool'],
    ['amounts of no pool', { purpose: ExportPurpose.EXPORT_PURPOSE_PAY }, 'EXPORT_INVALID', 'pool'],
    ['a profile that is no name', { profile: 'My profile' }, 'EXPORT_INVALID', 'profile'],
    ['a short hash', { profilesSha256: Buffer.alloc(31) }, 'EXPORT_INVALID', 'profiles_sha256'],
    ['the newest version', { name: `periods/${MONTH}/snapshots/latest` }, 'VERSION_NOT_NAMED', 'name'],
    ['a version that is not there', { name: `periods/${MONTH}/snapshots/9` }, 'SNAPSHOT_UNKNOWN', 'name'],
    ['a department that is not in it', { departments: ['departments/marketing'] }, 'DEPARTMENT_UNKNOWN', 'departments'],
  ])('of %s is refused', async (_, change, reason, field) => {
    const before = await rows();
    expect(await refused(request(change))).toMatchObject({ reason, field });
    expect(await rows()).toBe(before);
  });

  it.each(['finn', 'dora', 'fay'])('is not claimed by %s, who is not of HR', async (who) => {
    expect(await refused(request(), who)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });

  const insert = (version: number, department: string) =>
    database.execute(
      `insert into export_claim (period, version, department, purpose, pool, request_id, request_sha256, profile, profiles_sha256, file_sha256, claimed_by)
       values ($1, $2, $3, 3, 'sql', gen_random_uuid(), sha256('a'), 'p', sha256('b'), sha256('c'), 'x')`,
      [MONTH, version, department],
    );

  it('cannot be claimed by SQL of an open version, of a line that is not payable, or twice', async () => {
    await expect(insert(2, 'ordering')).rejects.toThrow(/claim_of_a_payable_line|payable line/);
    await expect(insert(3, 'support')).rejects.toThrow(/payable line/);
    await insert(3, 'ordering');
    await expect(insert(3, 'ordering')).rejects.toThrow(/export_claim_pkey|paid_once/);
  });

  describe('of a correction', () => {
    const correction = (version: number, department: string, pool = 'br-brl') =>
      request({
        ...{ name: `periods/${MONTH}/snapshots/${version}`, departments: [`departments/${department}`], pool },
        purpose: ExportPurpose.EXPORT_PURPOSE_CORRECTION,
      });
    /** Two restated versions, as two posted corrections leave them. */
    beforeAll(() =>
      database.transaction(async (tx) => {
        await tx.execute('set local session_replication_role = replica');
        await tx.execute(
          `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, made_by, created_at)
           select period, version + by, changed.content, sha256(changed.content), gen_random_uuid(), sha256('r'), requested_by, made_by, created_at
           from snapshot, generate_series(1, 2) as by,
                convert_to(jsonb_set(jsonb_set(convert_from(content, 'UTF8')::jsonb, '{state}', '"ADJUSTED"'), '{version}', to_jsonb((version + by)::text))::text, 'UTF8') as changed (content)
           where period = $1 and version = 3`,
          [MONTH],
        );
      }),
    );

    it('belongs to an adjusted version, and names its pool', async () => {
      expect(await refused(correction(3, 'ordering'))).toMatchObject({ reason: 'EXPORT_NOT_ADJUSTED', field: 'name' });
      expect(await refused(correction(4, 'ordering', ''))).toMatchObject({ reason: 'EXPORT_INVALID', field: 'pool' });
    });

    it('is claimed beside the amounts of the close, once for each version and pool', async () => {
      await claim(correction(4, 'ordering'));
      expect(await refused(correction(4, 'ordering'), 'mia')).toMatchObject({ reason: 'EXPORT_CLAIMED' });
      await claim(correction(4, 'ordering', 'de-eur'));
      await claim(correction(5, 'ordering'));
    });

    it('is not claimed behind a later one, which has it in it, by SQL neither', async () => {
      await claim(correction(5, 'warehouse'));
      expect(await refused(correction(4, 'warehouse'))).toMatchObject({ reason: 'EXPORT_CLAIMED' });
      const insert = (version: number, pool: string) =>
        served.execute(
          `insert into export_claim (period, version, department, purpose, pool, request_id, request_sha256, profile, profiles_sha256, file_sha256, claimed_by)
           values ($1, $2, 'warehouse', 4, $3, gen_random_uuid(), sha256('a'), 'p', sha256('b'), sha256('c'), 'x')`,
          [MONTH, version, pool],
        );
      await expect(insert(4, 'br-brl')).rejects.toThrow('a later correction was claimed');
      await expect(insert(3, 'br-brl')).rejects.toThrow('deltas are claimed of an adjusted version');
      await expect(insert(4, '')).rejects.toThrow('only_amounts_have_pools');
    });
  });

  it.each(['update export_claim set claimed_by = $1', 'delete from export_claim where claimed_by <> $1'])(
    'stays: %s is refused',
    async (statement) => {
      await expect(database.execute(statement, ['nora'])).rejects.toThrow('a claim never changes');
      await expect(database.execute('truncate export_claim')).rejects.toThrow('a claim never changes');
    },
  );
});
