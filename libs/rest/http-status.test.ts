import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Metadata, status as statusNumbers } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { CxError, type Reason } from '#libs/domain/error.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { statusOf } from '#libs/grpc/refusal.js';
import { failureOfCall, failureOfRequest } from './http-status.js';
import { RefusedRequest } from './refused-request.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorImage()));
const refused = (reason: Reason, more: ConstructorParameters<typeof CxError>[2] = {}) =>
  failureOfCall(registry, statusOf(new CxError(reason, 'why', more)));

describe('a refusal by HTTP', () => {
  it.each<readonly [Reason, number]>([
    ['NAME_INVALID', 400],
    ['PERIOD_NOT_IN_CALENDAR', 400],
    ['RESUME_TOKEN_EXPIRED', 400],
    ['CALLER_UNKNOWN', 401],
    ['CALLER_NOT_ALLOWED', 403],
    ['SNAPSHOT_UNKNOWN', 404],
    ['SNAPSHOT_RACE', 409],
    ['TOO_MANY_CALLS', 429],
    ['STORE_UNAVAILABLE', 503],
    ['DEADLINE_TOO_SHORT', 504],
  ])('%s has the code %i', (reason, code) => {
    expect(refused(reason)).toMatchObject({
      httpCode: code,
      status: { message: 'why', details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] },
    });
  });

  it('says after how many whole seconds to come again, and at least one', () => {
    expect(refused('TOO_MANY_CALLS', { retryAfterMs: 20 }).retryAfterSeconds).toBe(1);
    expect(refused('TOO_MANY_CALLS', { retryAfterMs: 1_001 }).retryAfterSeconds).toBe(2);
    expect(refused('TOO_MANY_CALLS').retryAfterSeconds).toBeUndefined();
  });

  it('has the field, the figures and the conditions that are not met', () => {
    const violations = [{ reason: 'CONTESTS_OPEN' as const, subject: '2018-07', description: 'two' }];
    const { status } = refused('PERIOD_CLOSED', { field: 'name', facts: { state: 'CLOSED' }, violations });
    expect(status).toMatchObject({
      code: statusNumbers.FAILED_PRECONDITION,
      details: [
        { domain: 'cx-index', metadata: { state: 'CLOSED' } },
        { fieldViolations: [{ field: 'name' }] },
        { violations: [{ type: 'CONTESTS_OPEN' }] },
      ],
    });
  });

  it('of a bug says nothing, and of a caller that has gone 499', () => {
    const bug = { code: statusNumbers.INTERNAL, details: 'internal error', metadata: new Metadata() };
    expect(failureOfCall(registry, bug)).toEqual({
      httpCode: 500,
      status: { code: 13, message: 'internal error', details: [] },
      retryAfterSeconds: undefined,
    });
    expect(failureOfCall(registry, { code: statusNumbers.CANCELLED, details: '' }).httpCode).toBe(499);
  });

  it('that is no call has its own code and the nearest status', () => {
    const failure = failureOfRequest(registry, new RefusedRequest('METHOD_NOT_ALLOWED', 'only reading'));
    expect(failure).toMatchObject({ httpCode: 405, status: { code: statusNumbers.UNIMPLEMENTED } });
  });
});
