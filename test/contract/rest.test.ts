import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportSnapshotResponse } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { bound } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { DEFAULT_HTTP_BOUNDS } from '#libs/metrics/http-bounds.js';
import { contractOf } from '#libs/rest/contract.js';
import { openApi } from '#libs/rest/openapi.js';
import { matchPath } from '#libs/rest/path-template.js';
import { type RestServer, startRestServer } from '#libs/rest/rest-server.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { frozenResults } from '#services/scoring/periods/read-frozen.js';
import { bonusServices } from '#services/scoring/run/bonus.js';
import { type HttpResponse, httpGet } from '#test/stack/http-get.js';
import { REST_SERVICES } from '../../docs/print-openapi.js';
import {
  approve,
  brought,
  clock,
  close,
  countNothing,
  inReview,
  otherAs,
  PEOPLE,
  serveClosing,
} from './periods/closing-bench.js';
import { publishOlist } from './periods/published-olist.js';
import { scoringServices } from './reasons/servers.js';
import { served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

const person = (name: string, ...bindings: ReturnType<typeof bound>[]) =>
  PEOPLE.set(name, { name, kind: 'person', bindings });
person('dan', bound('DEPARTMENT_READER', { departments: ['delivery'] }));
person('ada', bound('AUDITOR'), bound('OPERATOR'), bound('REVIEWER'), bound('RULES_AUTHOR'));

const MONTH = '2018-03';
const metrics = { snapshotsTotal: { inc: () => {} }, recordBundlesTotal: { inc: () => {} } } as never;
/** What needs no records is as the test of reasons makes it. */
const OTHERS = ['CountsService', 'AdjustmentService', 'WebhookService', 'ContestService', 'DocumentService'];
serveClosing(async () => {
  const rulesets = await publishOlist();
  const counts = countsReader(served);
  const indexes = new LiveIndexes({ counts, rulesets, clock, frozen: frozenResults(served) });
  const askSource = () => Promise.reject(new Error('no receipts here'));
  const departments = () => BUILT_IN_SOURCES;
  const isOther = (path: string) => OTHERS.some((name) => path.includes(`.${name}/`));
  return [
    ...bonusServices({ database: served, rulesets, clock, metrics, departments, signer: undefined }),
    scoringService({ indexes, clock, counts, askSource, run: 'test' }),
    ...scoringServices(served, 1).filter(({ definition }) =>
      Object.values(definition).some(({ path }) => isOther(path)),
    ),
  ];
});

const contract = contractOf(descriptorImage(), REST_SERVICES);
const codes: number[] = [];
const bugs: unknown[] = [];
let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer({
    ...{ host: '127.0.0.1', port: 0, contract, tls: undefined, answerBrought: brought, bounds: DEFAULT_HTTP_BOUNDS },
    onAnswer: (code) => codes.push(code),
    onBug: (error) => bugs.push(error),
  });
  await countNothing();
  await inReview(MONTH);
  const accepted = { accepts: ['RULES_BOUND_AFTER_START'], reason: 'The works council agreed to it.' };
  for (const who of ['hanna', 'finn', 'fay']) await approve(MONTH, who, accepted);
  await close(MONTH, 'max');
});
afterAll(() => rest.close());

const get = (path: string, who = 'hanna', headers: Record<string, string> = {}, method?: string, body?: string) =>
  httpGet(`http://127.0.0.1:${rest.port}${path}`, { authorization: `Bearer ${who}`, ...headers }, method, body);
const jsonOf = ({ body }: HttpResponse) => JSON.parse(body.toString());
const reasonOf = (response: HttpResponse) => jsonOf(response).details[0]?.reason;

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'openapi', ...openApi(contract) });
/** What the schema of a message objects to in an answer. */
function faultsOf(message: string, response: HttpResponse): unknown {
  const validate = ajv.getSchema(`openapi#/components/schemas/${message}`);
  if (validate === undefined) throw new Error(`no schema of ${message}`);
  return validate(jsonOf(response)) === true ? [] : validate.errors;
}

const delivery = `departments/delivery/indexes/${MONTH}`;
const unit = `departments/delivery/units/unattributed/indexes/${MONTH}`;
/** One address of each path: who asks, and the message that is answered. */
const ADDRESSES: readonly (readonly [path: string, who: string, message: string])[] = [
  [`/v1/${delivery}`, 'dan', 'cx.scoring.v1.Index'],
  [`/v1/${unit}?view=VIEW_FULL`, 'dan', 'cx.scoring.v1.Index'],
  [
    `/v1/indexes:batchGet?names=${delivery}&names=departments%2Fordering%2Findexes%2F2031-01`,
    'hanna',
    'cx.scoring.v1.BatchGetIndexesResponse',
  ],
  ['/v1/departments/delivery/indexes?pageSize=2', 'dan', 'cx.scoring.v1.ListIndexesResponse'],
  ['/v1/departments/delivery/units/unattributed/indexes', 'dan', 'cx.scoring.v1.ListIndexesResponse'],
  [`/v1/${delivery}:explain`, 'dan', 'cx.scoring.v1.Explanation'],
  [`/v1/${unit}:explain`, 'dan', 'cx.scoring.v1.Explanation'],
  [`/v1/indexes:compare?from=${delivery}&to=${delivery}`, 'dan', 'cx.scoring.v1.Comparison'],
  [`/v1/${delivery}/misses?groupBy=metric`, 'dan', 'cx.scoring.v1.ListMissesResponse'],
  [`/v1/${unit}/misses?groupBy=responsible`, 'dan', 'cx.scoring.v1.ListMissesResponse'],
  ['/v1/departments/delivery/missPrices', 'dan', 'cx.scoring.v1.ListMissPricesResponse'],
  ['/v1/departments/-/metrics?pageSize=3', 'dan', 'cx.scoring.v1.ListMetricsResponse'],
  ['/v1/pipeline', 'ada', 'cx.scoring.v1.GetPipelineStatusResponse'],
  ['/v1/periods/2018-04:check', 'hanna', 'cx.bonus.v1.PeriodCheck'],
  [`/v1/periods/${MONTH}/snapshots/latest`, 'hanna', 'cx.bonus.v1.Snapshot'],
  [`/v1/periods/${MONTH}/snapshots?pageSize=2`, 'hanna', 'cx.bonus.v1.ListSnapshotsResponse'],
  [`/v1/periods/${MONTH}`, 'hanna', 'cx.bonus.v1.PeriodLife'],
  ['/v1/periods?pageSize=5', 'hanna', 'cx.bonus.v1.ListPeriodsResponse'],
  [`/v1/periods/${MONTH}/adjustments`, 'hanna', 'cx.bonus.v1.ListAdjustmentsResponse'],
  ['/v1/webhooks/-/deliveries?states=DELIVERY_STATE_DEAD', 'ada', 'cx.bonus.v1.ListDeliveriesResponse'],
  [`/v1/departments/delivery/statements/${MONTH}`, 'dan', 'cx.bonus.v1.Statement'],
  ['/v1/departments/-/contests?states=CONTEST_STATE_OPEN&against=false', 'ada', 'cx.contests.v1.ListContestsResponse'],
  ['/v1/precedents', 'ada', 'cx.contests.v1.ListPrecedentsResponse'],
  ['/v1/documents/ruleset/versions/latest', 'ada', 'cx.documents.v1.Document'],
  ['/v1/documents/metrics/versions', 'ada', 'cx.documents.v1.ListDocumentsResponse'],
  ['/v1/documents/-/proposals', 'ada', 'cx.documents.v1.ListProposalsResponse'],
];
const REFUSED: readonly (readonly [path: string, who: string, code: number, reason: string])[] = [
  [`/v1/periods/${MONTH}/adjustments/9`, 'hanna', 404, 'ADJUSTMENT_UNKNOWN'],
  ['/v1/departments/delivery/contests/9', 'dan', 404, 'CONTEST_UNKNOWN'],
  ['/v1/documents/metrics/proposals/99', 'ada', 404, 'PROPOSAL_UNKNOWN'],
  ['/v1/departments/delivery/indexes/2018-13', 'dan', 400, 'PERIOD_INVALID'],
  ['/v1/departments/delivery/indexes/2018-03:explain', 'nobody', 401, 'CALLER_UNKNOWN'],
  [`/v1/departments/ordering/statements/${MONTH}`, 'dan', 403, 'CALLER_NOT_ALLOWED'],
  [`/v1/periods/${MONTH}/snapshots/9:file?format=csv`, 'hanna', 404, 'SNAPSHOT_UNKNOWN'],
  [`/v1/periods/${MONTH}/snapshots/1:file?format=docx`, 'hanna', 400, 'FORMAT_INVALID'],
  [`/v1/departments/delivery/statements/${MONTH}:file?format=docx`, 'dan', 400, 'FORMAT_INVALID'],
  ['/v1/nothing', 'hanna', 404, 'PATH_UNKNOWN'],
  ['/v1/departments/a%2Fb/metrics', 'hanna', 404, 'PATH_UNKNOWN'],
  ['/v1/departments/%zz/metrics', 'hanna', 404, 'PATH_UNKNOWN'],
  ['/v1/periods?page=2', 'hanna', 400, 'PARAMETER_UNKNOWN'],
  [`/v1/periods/${MONTH}?name=periods/2018-04`, 'hanna', 400, 'PARAMETER_UNKNOWN'],
  ['/v1/periods?pageSize=many', 'hanna', 400, 'PARAMETER_INVALID'],
  ['/v1/periods?pageSize=1&pageSize=2', 'hanna', 400, 'PARAMETER_INVALID'],
  ['/v1/departments/-/contests?states=OPEN', 'ada', 400, 'PARAMETER_INVALID'],
];

describe('REST', () => {
  it.each(ADDRESSES)('answers %s to %s as %s, by the schema that is printed', async (path, who, message) => {
    const response = await get(path, who);
    expect(response.code, response.body.toString()).toBe(200);
    expect(response.headers).toMatchObject({
      ...{ 'content-type': 'application/json', 'cache-control': 'private, no-cache' },
      'x-content-type-options': 'nosniff',
    });
    expect(faultsOf(message, response)).toEqual([]);
  });

  it.each(REFUSED)('refuses %s to %s with %i %s, as a google.rpc.Status', async (path, who, code, reason) => {
    const response = await get(path, who);
    expect({ code: response.code, reason: reasonOf(response) }).toEqual({ code, reason });
    expect(faultsOf('google.rpc.Status', response)).toEqual([]);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['www-authenticate']).toBe(code === 401 ? 'Bearer' : undefined);
    expect(response.headers.etag).toBeUndefined();
  });

  it('is asked at every path of the contract by this test', () => {
    const files = [`/v1/periods/x/snapshots/1:file`, '/v1/departments/x/statements/y:file'];
    const asked = [...ADDRESSES, ...REFUSED].map(([path]) => path.split('?')[0] ?? '').concat(files);
    const unasked = contract.routes.filter(({ template }) => !asked.some((path) => matchPath(template, path)));
    expect(unasked.map(({ template }) => template.text)).toEqual([]);
  });

  it('names the field of a refusal, by the contract and by the address', async () => {
    const violations = async (path: string) =>
      jsonOf(await get(path)).details.flatMap(
        (one: { fieldViolations?: { field: string }[] }) => one.fieldViolations ?? [],
      );
    expect(await violations('/v1/periods/May')).toMatchObject([{ field: 'name' }]);
    expect(await violations('/v1/periods?pageSize=many')).toMatchObject([{ field: 'pageSize' }]);
  });

  it('leads through pages without a hole', async () => {
    const all = jsonOf(await get(`/v1/periods/${MONTH}/snapshots`)).snapshots.map((one: { name: string }) => one.name);
    const names: string[] = [];
    for (let token = '', page = 0; page < 9; page++) {
      const { snapshots, nextPageToken } = jsonOf(
        await get(`/v1/periods/${MONTH}/snapshots?pageSize=1&pageToken=${encodeURIComponent(token)}`),
      );
      names.push(...snapshots.map((one: { name: string }) => one.name));
      token = nextPageToken;
      if (token === '') break;
    }
    expect(names).toEqual(all);
    expect(names).toHaveLength(3);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('changes nothing: %s is refused', async (method) => {
    const response = await get(`/v1/periods/${MONTH}`, 'hanna', {}, method);
    expect({ code: response.code, reason: reasonOf(response), allow: response.headers.allow }).toEqual({
      ...{ code: 405, reason: 'METHOD_NOT_ALLOWED', allow: 'GET, HEAD' },
    });
  });

  it('takes no body', async () => {
    const response = await get('/v1/periods', 'hanna', {}, 'GET', '{}');
    expect({ code: response.code, reason: reasonOf(response) }).toEqual({ code: 400, reason: 'BODY_UNEXPECTED' });
  });

  it('refuses a caller that sends characters which no token has', async () => {
    expect(reasonOf(await get('/v1/periods', 'hänna'))).toBe('CALLER_UNKNOWN');
  });

  it.each([
    'ord_4711_planted',
    'planted.person@example.com',
    'eyJhbGciOiJSUzI1NiJ9.eyJwbGFudGVkIjoxfQ.cGxhbnRlZA',
    '..%2f..%2fetc%2fpasswd',
    '%0d%0aset-cookie:%20planted',
  ])('says in no answer what stands in a path or a parameter: %s', async (planted) => {
    for (const path of [`/v1/${planted}`, `/v1/periods/${planted}`, `/v1/departments/${planted}/indexes/${planted}`]) {
      const { code, body, headers } = await get(`${path}?pageSize=${planted}&access_token=${planted}`);
      expect([path, code >= 400, body.includes(decodeURIComponent(planted).trim())]).toEqual([path, true, false]);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect((await get(`/v1/periods?access_token=hanna`, 'nobody')).code).toBe(400);
  });

  it('reported no bug, and the code of each answer', () => {
    expect(bugs).toEqual([]);
    expect(new Set(codes)).toEqual(new Set([200, 400, 401, 403, 404, 405]));
  });
});

describe('the files of REST', () => {
  const snapshotFile = (format: string) => `/v1/periods/${MONTH}/snapshots/3:file?format=${format}`;
  const exported = async (format: string): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    const stream = otherAs(BonusInputServiceClient, 'hanna').exportSnapshot({
      name: `periods/${MONTH}/snapshots/3`,
      format,
    });
    for await (const { chunk } of stream as AsyncIterable<ExportSnapshotResponse>) pieces.push(chunk);
    return Buffer.concat(pieces);
  };

  it.each([
    ['csv', 'text/csv; charset=utf-8; header=present'],
    ['json', 'application/json'],
  ])('are those of the gRPC API: %s', async (format, contentType) => {
    const { body, headers } = await get(snapshotFile(format));
    expect(headers['content-type']).toBe(contentType);
    expect(body).toEqual(await exported(format));
  });

  it.each([
    [snapshotFile('xlsx'), 'hanna', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    [`/v1/departments/delivery/statements/${MONTH}:file?format=pdf`, 'dan', 'application/pdf', '%PDF'],
    [`/v1/departments/delivery/statements/${MONTH}:file?format=html`, 'dan', 'text/html; charset=utf-8', '<!'],
  ])('are the same bytes each time: %s', async (path, who, contentType, begin) => {
    const [first, second] = [await get(path, who), await get(path, who)];
    expect(first.headers['content-type']).toBe(contentType);
    expect(first.body.subarray(0, begin.length).toString()).toBe(begin);
    expect(second.body).toEqual(first.body);
  });

  it('say to a department as what people approved, and to HR who', async () => {
    const page = async (who: string) =>
      (await get(`/v1/departments/delivery/statements/${MONTH}:file?format=html`, who)).body.toString();
    expect(await page('dan')).not.toContain('hanna');
    expect(await page('hugo')).toContain('hanna');
  });

  it('are known by a strong tag, the hash of their bytes: who has them gets no body', async () => {
    const first = await get(snapshotFile('csv'));
    const tag = `"${createHash('sha256').update(first.body).digest('hex')}"`;
    expect(first.headers.etag).toBe(tag);
    for (const known of [tag, `"other", ${tag}`, `W/${tag}`, '*']) {
      const again = await get(snapshotFile('csv'), 'hanna', { 'if-none-match': known });
      expect({ code: again.code, body: again.body.length, etag: again.headers.etag }).toEqual({
        code: 304,
        body: 0,
        etag: tag,
      });
    }
    expect((await get(snapshotFile('csv'), 'hanna', { 'if-none-match': '"other"' })).code).toBe(200);
    // Another person who has the tag and not the right gets neither the body nor the news that it is the same.
    expect((await get(snapshotFile('csv'), 'dan', { 'if-none-match': tag })).code).toBe(403);
  });

  it('are sent with gzip under a tag of their own', async () => {
    const plain = await get(snapshotFile('json'));
    const zipped = await get(snapshotFile('json'), 'hanna', { 'accept-encoding': 'gzip' });
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Authorization, Accept-Encoding' });
    expect(zipped.headers.etag).toBe(plain.headers.etag?.replace(/"$/, '-gzip"'));
    expect(zipped.body.length).toBeLessThan(plain.body.length / 2);
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    const again = await get(snapshotFile('json'), 'hanna', {
      'accept-encoding': 'gzip',
      'if-none-match': zipped.headers.etag ?? '',
    });
    expect(again.code).toBe(304);
  });

  it('are asked about by HEAD, too', async () => {
    const [asked, got] = [await get(snapshotFile('csv'), 'hanna', {}, 'HEAD'), await get(snapshotFile('csv'))];
    expect(asked.body.length).toBe(0);
    expect(asked.headers).toMatchObject({ etag: got.headers.etag, 'content-length': String(got.body.length) });
  });
});
