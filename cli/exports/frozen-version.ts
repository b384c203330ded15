import type { BonusInputServiceClient, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { call as ask, refusalOf } from '#libs/grpc/client.js';
import { RefusedExport } from './refused-export.js';

/** A frozen version by the name of its period, or by its own. @throws {RefusedExport} PERIOD_NOT_FROZEN */
export async function frozenVersion(inputs: BonusInputServiceClient, named: string): Promise<Snapshot> {
  const name = named.includes('/') ? named : `periods/${named}/snapshots/latest`;
  try {
    return await ask(inputs, 'getSnapshot', { name });
  } catch (error) {
    if (refusalOf(error)?.reason === 'SNAPSHOT_UNKNOWN') throw new RefusedExport('PERIOD_NOT_FROZEN');
    throw error;
  }
}
