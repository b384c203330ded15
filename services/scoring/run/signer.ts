import type { RemoteSigner } from '#libs/clients/remote-signer.js';
import { openSigner } from '#libs/clients/watched-signer.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Lifecycle } from '#libs/runtime/service.js';

/** The signer of the installation; undefined when it has none: then closed versions have no signature. @param address  host:port, or empty */
export async function signerOf(
  lifecycle: Lifecycle,
  address: string,
  connectionTo: ConnectionTo,
  metrics: Pick<Metrics, 'signerAnswers'>,
): Promise<RemoteSigner | undefined> {
  if (address === '') return undefined;
  return openSigner(lifecycle, {
    ...{ address, connectionTo, whileSilent: 'no period can be closed' },
    onLook: (answers) => metrics.signerAnswers.set({}, answers ? 1 : 0),
  });
}
