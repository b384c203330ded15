import { type RemoteSigner, remoteSigner } from '#libs/clients/remote-signer.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';

const LOOK_MS = 30_000;

export interface OpenSignerOptions {
  /** host:port; empty when the installation has no signer. */
  readonly address: string;
  readonly connectionTo: ConnectionTo;
  readonly metrics: Pick<Metrics, 'signerAnswers'>;
}

/** The signer, and whether it answers: an operator learns of a silent one before a close is refused. */
export async function openSigner(
  lifecycle: Lifecycle,
  { address, connectionTo, metrics }: OpenSignerOptions,
): Promise<RemoteSigner | undefined> {
  if (address === '') return undefined;
  const signer = remoteSigner(address, connectionTo);
  let answers: boolean | undefined;
  const look = async () => {
    const error: unknown = await signer.keys().then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const isThere = error === undefined;
    metrics.signerAnswers.set({}, isThere ? 1 : 0);
    if (isThere !== answers && isThere) lifecycle.log.info({ address }, 'the signer answers');
    if (isThere !== answers && !isThere)
      lifecycle.log.warn({ address, error }, 'the signer does not answer: no period can be closed');
    answers = isThere;
  };
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'a bug: the signer was not asked');
  await lifecycle.add(
    'signer',
    () => every(LOOK_MS, look, { onError }),
    async (it) => {
      await it.stop();
      signer.close();
    },
  );
  return signer;
}
