import { createHash } from 'node:crypto';
import type { ClaimExportRequest } from '#libs/contracts/cx/bonus/v1/export.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import { type Claiming, EXPORT_PURPOSES } from '../../exports/store.js';
import { periodIn } from '../period-in.js';
import { requireRequestId } from '../request-id.js';

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
const HASH_BYTES = 32;

/** @throws {CxError} NAME_INVALID, PERIOD_INVALID, VERSION_NOT_NAMED, REQUEST_ID_INVALID, EXPORT_INVALID */
export function claimFrom(request: ClaimExportRequest, by: string, rulesets: Parameters<typeof periodIn>[0]): Claiming {
  const { name, requestId, pool, profile } = request;
  const [, parent = '', version = ''] = /^(periods\/[^/]+)\/snapshots\/(latest|[1-9]\d{0,8})$/.exec(name) ?? [];
  if (parent === '')
    throw new CxError('NAME_INVALID', 'name is written periods/2018-08/snapshots/3', { field: 'name' });
  if (version === 'latest') throw new CxError('VERSION_NOT_NAMED', 'a claim must name its version', { field: 'name' });
  const period = periodIn(rulesets, parent, 'name').name;
  requireRequestId(requestId);
  const purpose = EXPORT_PURPOSES.find(request.purpose);
  if (purpose === undefined) throw invalid('purpose', 'purpose is one that this version knows');
  const departments = request.departments.map(departmentIn);
  if (departments.length === 0 || new Set(departments).size !== departments.length)
    throw invalid('departments', 'a claim names each of its departments once, and at least one');
  if (!NAME.test(profile)) throw invalid('profile', 'profile is the name of a profile');
  if ((purpose === 'PAY' || purpose === 'CORRECTION') !== NAME.test(pool))
    throw invalid('pool', 'a claim of amounts or deltas names its pool, and no other does');
  const claimed = {
    ...{ period, version: Number(version), departments: departments.toSorted(), purpose, pool, profile },
    profilesSha256: hashIn(request.profilesSha256, 'profiles_sha256'),
    fileSha256: hashIn(request.fileSha256, 'file_sha256'),
  };
  const says = canonicalJson({ ...claimed, ...inHex(claimed), by });
  return { ...claimed, requestId, requestSha256: createHash('sha256').update(says).digest(), by };
}

function inHex({ profilesSha256, fileSha256 }: Pick<Claiming, 'profilesSha256' | 'fileSha256'>) {
  return { profilesSha256: profilesSha256.toString('hex'), fileSha256: fileSha256.toString('hex') };
}

function departmentIn(name: string): string {
  const [, department] = /^departments\/([^/]+)$/.exec(name) ?? [];
  if (department === undefined) throw invalid('departments', 'a department is written departments/delivery');
  return department;
}

function hashIn(bytes: Uint8Array, field: string): Buffer {
  if (bytes.length !== HASH_BYTES) throw invalid(field, `a hash has ${HASH_BYTES} bytes`);
  return Buffer.from(bytes);
}

function invalid(field: string, message: string): CxError {
  return new CxError('EXPORT_INVALID', message, { field });
}
