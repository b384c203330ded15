import type { ConnectionTo } from '#libs/grpc/connection.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { type RemoteSigner, remoteSigner } from './remote-signer.js';

const LOOK_MS = 30_000;

export interface WatchedSignerOptions {
  /** host:port */
  readonly address: string;
  readonly connectionTo: ConnectionTo;
  /** Ends the line of the log: "no period can be closed". */
  readonly whileSilent: string;
  /** After each look; for a gauge. */
  readonly onLook: (answers: boolean) => void;
}

/** The signer, and whether it answers: an operator learns of a silent one before something is refused. */
export async function openSigner(lifecycle: Lifecycle, options: WatchedSignerOptions): Promise<RemoteSigner> {
  const { address, connectionTo, whileSilent, onLook } = options;
  const signer = remoteSigner(address, connectionTo);
  let before: boolean | undefined;
  const look = async () => {
    const error: unknown = await signer.keys().then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const answers = error === undefined;
    onLook(answers);
    if (answers !== before && answers) lifecycle.log.info({ address }, 'the signer answers');
    if (answers !== before && !answers)
      lifecycle.log.warn({ address, error }, `the signer does not answer: ${whileSilent}`);
    before = answers;
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
