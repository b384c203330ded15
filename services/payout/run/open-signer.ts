import { type RemoteSigner, remoteSigner } from '#libs/clients/remote-signer.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';

const POLL_MS = 30_000;

export interface OpenSignerOptions {
  /** host:port */
  readonly address: string;
  readonly connectionTo: ConnectionTo;
  readonly metrics: Pick<Metrics, 'payoutUpstreamAnswers'>;
}

/** The signer, and whether it answers: an operator learns of a silent one before a payout is refused. */
export async function openSigner(
  lifecycle: Lifecycle,
  { address, connectionTo, metrics }: OpenSignerOptions,
): Promise<RemoteSigner> {
  const signer = remoteSigner(address, connectionTo);
  const look = async () => {
    const isThere = await signer.keys().then(
      () => true,
      () => false,
    );
    metrics.payoutUpstreamAnswers.set({ upstream: 'signer' }, isThere ? 1 : 0);
  };
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'a bug: the signer was not asked');
  await lifecycle.add(
    'signer',
    () => every(POLL_MS, look, { onError }),
    async (it) => {
      await it.stop();
      signer.close();
    },
  );
  return signer;
}
