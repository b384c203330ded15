import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import {
  DocumentServiceClient,
  ProposeDocumentRequest,
  PublishDocumentRequest,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type Audited, auditOf, metadataOf, serveAudited } from './audit/bench.js';
import { rulesOf } from './reasons/publications.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

let server: Audited;
beforeAll(async () => {
  server = await serveAudited();
});
afterAll(() => server.close());

const ID = '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11';
const publication = (year: number, latest: number) => ({
  ...{ parent: 'documents/ruleset', text: rulesOf(year), reason: 'a test', expectedLatestVersion: latest },
});
const publish = (year: number, latest: number) => {
  const request = PublishDocumentRequest.create(publication(year, latest));
  return call(server.as(DocumentServiceClient, 'paula'), 'publishDocument', request);
};
const propose = (year: number, latest: number) => {
  const request = ProposeDocumentRequest.create(publication(year, latest));
  return call(server.as(DocumentServiceClient, 'arno'), 'proposeDocument', request);
};
const index = (caller: string, name: string) =>
  call(server.as(ScoringServiceClient, caller), 'getIndex', { name, view: View.VIEW_UNSPECIFIED, atLeast: '' });
const drained = async (stream: AsyncIterable<unknown>) => {
  for await (const _ of stream);
};
const onlyAll = { caller: '', call: '', from: undefined, until: undefined, pageSize: 500, pageToken: '' };
const verify = () => call(auditOf(server), 'verifyAudit', { rememberedPosition: 0n, rememberedHash: Buffer.alloc(0) });

describe('a command', () => {
  it('has a line when it begins and one when it has ended, with caller, roles, resource and what it changed', async () => {
    const proposal = await propose(2040, 0);
    const [, proposed] = await server.lines();
    expect(proposed).toMatchObject({
      event: 'ENDED',
      who: { name: 'arno', kind: 'person', roles: ['RULES_AUTHOR'] },
      what: { call: 'cx.documents.v1.DocumentService/ProposeDocument', resource: { document: 'ruleset' } },
      after: { proposal: proposal.name, version: '1', sha256: proposal.sha256.toString('hex') },
    });
    const version = await publish(2040, 0);
    const [began, ended] = await server.lines();
    expect(began).toMatchObject({
      event: 'BEGAN',
      who: { name: 'paula', kind: 'person', roles: ['RULES_PUBLISHER'] },
      what: { call: 'cx.documents.v1.DocumentService/PublishDocument', resource: { document: 'ruleset' } },
    });
    expect(ended).toMatchObject({
      event: 'ENDED',
      after: { version: '1', sha256: version.sha256.toString('hex'), proposal: proposal.name },
      outcome: { code: 'OK', reason: '' },
    });
    expect(ended?.request_id).toBe(began?.request_id);
  });

  it('that is refused has its reason', async () => {
    expect(refusalOf(await publish(2041, 1).catch((error: unknown) => error))?.reason).toBe('NOT_PROPOSED');
    const [, ended] = await server.lines();
    expect(ended?.outcome).toEqual({ code: 'FAILED_PRECONDITION', reason: 'NOT_PROPOSED' });
  });

  it('does not begin when it cannot be put on record, and its reason says so', async () => {
    await propose(2042, 1);
    await database.execute('alter table audit rename to audit_away');
    const refused = await publish(2042, 1).catch(refusalOf);
    await database.execute('alter table audit_away rename to audit');
    expect(refused).toMatchObject({ reason: 'AUDIT_UNAVAILABLE', status: 'UNAVAILABLE' });
    expect(await database.query('select 1 from document_version where version = 2')).toEqual([]);
  });
});

describe('an export', () => {
  it('has a line when it begins and one when it has ended', async () => {
    await drained(server.as(CountsServiceClient, 'audrey').exportCounts({}));
    const [began, ended] = await server.lines();
    expect(began).toMatchObject({ event: 'BEGAN', what: { call: 'cx.scoring.v1.CountsService/ExportCounts' } });
    expect(ended).toMatchObject({ event: 'ENDED', outcome: { code: 'OK' } });
  });

  it('has the id that the caller sent, if it is a UUID', async () => {
    const counts = server.as(CountsServiceClient, 'audrey');
    await drained(counts.exportCounts({}, metadataOf({ 'x-request-id': ID })));
    expect((await server.lines()).map((line) => line.request_id)).toEqual([ID, ID]);
    await drained(counts.exportCounts({}, metadataOf({ 'x-request-id': 'order 4711' })));
    expect(JSON.stringify(await server.lines())).not.toContain('4711');
  });
});

describe('a reading', () => {
  const name = 'departments/support/indexes/2018-03';

  it('of another department by an auditor has one line, however often it is repeated', async () => {
    const [before] = await server.lines(1);
    for (let time = 0; time < 5; time += 1) await index('audrey', name).catch(() => undefined);
    const lines = await server.lines(2);
    expect(lines[0]).toEqual(before);
    expect(lines[1]).toMatchObject({
      event: 'READ',
      who: { name: 'audrey', roles: ['AUDITOR'] },
      what: { call: 'cx.scoring.v1.ScoringService/GetIndex', resource: { department: 'support', period: '2018-03' } },
    });
  });

  it('of its own department by a reader has no line', async () => {
    const before = await server.lines(1);
    await index('ben', 'departments/delivery/indexes/2018-03').catch(() => undefined);
    expect(await server.lines(1)).toEqual(before);
  });
});

describe('a denied call', () => {
  it('of a caller that is known has a line with its name', async () => {
    const request = {
      period: 'periods/2018-03',
      requestId: ID,
      reason: 'FIRST',
      requestedBy: 'x',
      expectedLatestVersion: 0,
    };
    await call(server.as(BonusInputServiceClient, 'powerless'), 'createSnapshot', request).catch(() => undefined);
    await expect
      .poll(async () => (await server.lines(1))[0], { timeout: 5_000 })
      .toMatchObject({
        event: 'DENIED',
        who: { name: 'powerless', kind: 'person', roles: [] },
        what: { call: 'cx.bonus.v1.BonusInputService/CreateSnapshot' },
        outcome: { code: 'PERMISSION_DENIED', reason: 'CALLER_NOT_ALLOWED' },
      });
  });

  it('of a caller that is not known has a line without the name that it claims', async () => {
    await index('mallory', 'departments/delivery/indexes/2018-03').catch(() => undefined);
    await expect
      .poll(async () => (await server.lines(1))[0], { timeout: 5_000 })
      .toMatchObject({ event: 'DENIED', who: { name: '', kind: 'unknown' }, outcome: { reason: 'CALLER_UNKNOWN' } });
  });

  it('that comes 500 times fills less than 64 kB', async () => {
    const size = async () => {
      const [row] = await database.query<{ size: bigint }>("select pg_total_relation_size('audit') as size");
      return Number(row?.size);
    };
    const scoring = server.as(ScoringServiceClient, 'mallory');
    const before = await size();
    const name = 'departments/delivery/indexes/2018-03';
    for (let round = 0; round < 5; round += 1)
      await Promise.all(
        Array.from({ length: 100 }, () =>
          call(scoring, 'getIndex', { name, view: 0, atLeast: '' }).catch(() => undefined),
        ),
      );
    expect((await size()) - before).toBeLessThan(65_536);
  });
});

describe('AuditService', () => {
  it('lists lines by caller, newest first, and the listing itself is on record', async () => {
    const page = await call(auditOf(server), 'listAudit', { ...onlyAll, caller: 'paula' });
    expect(page.lines.length).toBeGreaterThanOrEqual(4);
    expect(page.lines.every(({ text }) => text.includes('"name":"paula"'))).toBe(true);
    const [, ended] = await server.lines();
    expect(ended).toMatchObject({ what: { call: 'cx.audit.v1.AuditService/ListAudit' }, outcome: { code: 'OK' } });
  });

  it('lists page by page, and a token of another question is refused', async () => {
    const first = await call(auditOf(server), 'listAudit', { ...onlyAll, caller: 'paula', pageSize: 2 });
    const next = { ...onlyAll, caller: 'paula', pageSize: 2, pageToken: first.nextPageToken };
    const second = await call(auditOf(server), 'listAudit', next);
    expect(second.lines[0]?.position).toBeLessThan(first.lines[1]?.position ?? 0n);
    const refused = await call(auditOf(server), 'listAudit', { ...next, caller: 'anna' }).catch(refusalOf);
    expect(refused).toMatchObject({ reason: 'PAGE_INVALID' });
  });

  it('is open to auditors, not to readers', async () => {
    const ben = server.as((await import('#libs/contracts/cx/audit/v1/audit.js')).AuditServiceClient, 'ben');
    expect(await call(ben, 'listAudit', onlyAll).catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });

  it('verifies the log, and the head is on /statusz and a metric', async () => {
    const whole = await verify();
    expect(whole).toMatchObject({ server: 'scoring', fault: 0, brokenPosition: 0n });
    const status = (await server.audit.status()) as { position: bigint; check: { broken?: unknown } };
    expect(status.position).toBeGreaterThanOrEqual(whole.position);
    expect(status.check.broken).toBeUndefined();
    const { text } = await server.metrics.exposition();
    expect(text).toMatch(/^cx_audit_broken_position 0$/m);
    expect(text).toMatch(new RegExp(`^cx_audit_head_position ${status.position}$`, 'm'));
    expect(text).toMatch(/^cx_audit_head_hash \d{5,}$/m);
  });

  it('finds a log that was cut off while the process ran, and one byte that changed', async () => {
    const { position } = await verify();
    const asOwner = (change: string) =>
      database.execute(
        `grant all on audit to current_user; alter table audit disable trigger user; ${change}; alter table audit enable trigger user`,
      );
    await asOwner(
      `create table cut as select * from audit where position = ${position}; delete from audit where position = ${position}`,
    );
    expect(await verify()).toMatchObject({ fault: 5, brokenPosition: position });
    await asOwner(
      'insert into audit (position, previous_hash, hash, line) select position, previous_hash, hash, line from cut',
    );
    expect(await verify()).toMatchObject({ fault: 0 });

    await asOwner("update audit set line = replace(line, 'arno', 'arns') where position = 2");
    expect(await verify()).toMatchObject({ fault: 3, brokenPosition: 2n });
    expect((await server.metrics.exposition()).text).toMatch(/^cx_audit_broken_position 2$/m);
    expect(server.logged.join('')).toContain('the audit log is broken');
    await asOwner("update audit set line = replace(line, 'arns', 'arno') where position = 2");
    expect(await verify()).toMatchObject({ fault: 0 });
  });
});
