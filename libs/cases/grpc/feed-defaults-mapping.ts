import type { DeclareDefaultsRequest, FeedDefaults as FeedDefaultsMessage } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { ORIGINS } from '#libs/domain/observation.js';
import { objectionToZone } from '../facts/fact-checks.js';
import type { Defaults, FeedDefaults } from '../facts/feed-defaults.js';

/** @throws {CxError} ORIGIN_MISSING for an origin that is not known, ZONE_UNKNOWN */
export function defaultsFrom({ origin: number, zone }: DeclareDefaultsRequest): Defaults {
  const origin = ORIGINS.find(number);
  if (number !== 0 && origin === undefined)
    throw new CxError('ORIGIN_MISSING', 'origin is REPORTED, IMPORTED or GENERATED, or left out', { field: 'origin' });
  const objection = zone === '' ? undefined : objectionToZone(zone, 'zone');
  if (objection !== undefined) throw new CxError(objection.reason, objection.detail, { field: objection.field });
  return { origin, zone: zone === '' ? undefined : zone };
}

export function defaultsToProto({ feed, origin, zone }: FeedDefaults): FeedDefaultsMessage {
  return { feed, origin: origin === undefined ? 0 : ORIGINS.numberOf(origin), zone: zone ?? '' };
}
