import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ClaimExportRequest,
  type ExportServiceClient,
  exportPurposeFromJSON,
} from '#libs/contracts/cx/bonus/v1/export.js';
import { type ClaimProof, type ExportInputs, sha256 } from '#libs/exports/manifest.js';
import { call as ask } from '#libs/grpc/client.js';

/** Where the id of a claim waits until its file is written, so that a break in between loses nothing. */
function keyFile(folder: string, file: string): string {
  return join(folder, `${file}.claim.json`);
}

/**
 * Claims the departments of a file, and keeps the id of the claim beside it: the same folder again is the same claim.
 *
 * @param requestId  empty: that of the folder, or a new one
 * @throws the refusal of the service: EXPORT_CLAIMED says by whom and when
 */
export async function claim(
  service: ExportServiceClient,
  { frozen, profile, published, departments, file, payout, correction }: ExportInputs,
  bytes: Buffer,
  { folder, requestId }: { readonly folder: string; readonly requestId: string },
): Promise<ClaimProof> {
  const id = keptId(folder, file, requestId);
  const { claimedBy, claimedAt } = await ask(
    service,
    'claimExport',
    ClaimExportRequest.fromPartial({
      ...{ name: frozen.snapshot, requestId: id, profile: profile.name, pool: (payout ?? correction)?.pool ?? '' },
      purpose: exportPurposeFromJSON(`EXPORT_PURPOSE_${profile.purpose}`),
      departments: departments.map((one) => `departments/${one}`),
      profilesSha256: Buffer.from(published.sha256, 'hex'),
      fileSha256: Buffer.from(sha256(bytes), 'hex'),
    }),
  );
  return { requestId: id, claimedBy, claimedAt: claimedAt?.getTime() ?? 0 };
}

function keptId(folder: string, file: string, given: string): string {
  const path = keyFile(folder, file);
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { request_id: string }).request_id : '';
  const id = given || kept || randomUUID();
  mkdirSync(folder, { recursive: true });
  if (id !== kept) writeFileSync(path, `${JSON.stringify({ request_id: id })}\n`, { mode: 0o600 });
  return id;
}
