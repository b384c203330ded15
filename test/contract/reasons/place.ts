import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';

/** Where a call is answered: one server for each source, scoring, the signer, and the payout process. */
export type Place = BuiltInSource | 'custom' | 'scoring' | 'signer' | 'payout';

/** Delivery answers the calls that every department answers. */
export function placeOf(method: string): Place {
  const part = method.split('.')[1] ?? '';
  if (part === 'signing') return 'signer';
  if (part === 'payout') return 'payout';
  if (part === 'facts' || part === 'batches') return 'delivery';
  return ([...BUILT_IN_SOURCES, 'custom'] as const).find((source) => source === part) ?? 'scoring';
}
