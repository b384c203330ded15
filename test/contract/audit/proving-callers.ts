import { z } from 'zod';
import { settingsFrom } from '#deploy/local/local-identity.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { AccessDocument } from '#libs/documents/access/access-document.js';
import { PROOF_CAUSES, type ProofCause } from '#libs/domain/proof.js';
import { ownCallers } from '#libs/grpc/callers.js';
import { call, client, refusalOf } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { serverCredentials } from '#libs/grpc/tls-credentials.js';
import { proveCallers } from '#libs/process/prove-callers.js';
import { decideCallers } from '#libs/rules/decide-callers.js';
import { identitySettings } from '#libs/runtime/identity-settings.js';
import { type TlsFileNames, TlsFiles } from '#libs/tls/tls-files.js';
import type { ServeOnRecordOptions } from './serve-on-record.js';

/** Proves callers as a process does, and gives them the roles of one document `access`. */
export function provingCallers(
  files: TlsFileNames,
  issuer: string,
  access: AccessDocument,
): ServeOnRecordOptions['callers'] {
  const config = z.object(identitySettings()).parse(settingsFrom(files, issuer));
  return (log, metrics) => {
    const proof = proveCallers(log, config, metrics);
    return {
      credentials: serverCredentials(new TlsFiles(files, { onReplaced: () => {}, onMistake: () => {} })),
      identify: ({ address, certificate }, metadata) =>
        proof.prove(address, certificate, metadata.get('authorization')),
      bindingsOf: decideCallers({
        ...{ services: ownCallers(), accessAt: () => access, firstPublishers: [], now: Date.now },
      }),
    };
  };
}

/** Asks scoring for an index of a department. Returns the refusal, or "answered" where the caller was proven and permitted. */
export async function askIndex(port: number, connection: Connection) {
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const scoring = client(ScoringServiceClient, `127.0.0.1:${port}`, connection, options);
  try {
    await call(scoring, 'getIndex', { name: 'departments/delivery/indexes/2018-03', view: 0, atLeast: '' });
    return 'answered';
  } catch (error) {
    const { reason = error, message } = refusalOf(error) ?? {};
    return reason === 'UNIT_UNKNOWN' ? 'answered' : { reason, message };
  } finally {
    scoring.close();
  }
}

/** What a caller is answered who proves nothing. */
export function unprovenBy(cause: ProofCause) {
  return { reason: 'CALLER_UNKNOWN', message: PROOF_CAUSES[cause] };
}
