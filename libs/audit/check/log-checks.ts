import type { Head } from '../chain/line.js';
import type { AuditStore } from '../store/audit-store.js';
import { type LogVerification, verifyLogAgainst } from './verify-log.js';

/** Checks the log of a process, one check at a time. Each also finds whether the log was cut off while this process ran. */
export class LogChecks {
  #seen: Head | undefined;
  #running: Promise<unknown> = Promise.resolve();

  /** @param onFound  called with what each check finds by the heads that this process has seen itself */
  constructor(
    private readonly store: Pick<AuditStore, 'linesAfter'>,
    private readonly onFound: (found: LogVerification) => void,
  ) {}

  /** A head that was written or read: the log must not end before it again. */
  saw({ position, hash }: Head): void {
    if (position > (this.#seen?.position ?? 0n)) this.#seen = { position, hash };
  }

  /**
   * Reads the log once and checks it by the head that this process saw last, and by that of the caller. The head of a caller proves
   * nothing about this process: one of another log must not mark this one as broken.
   *
   * @param remembered  by the caller
   */
  run(remembered?: Head): Promise<LogVerification> {
    const turn = this.#running.then(async () => {
      const [own, asked] = await verifyLogAgainst(this.store, [this.#seen, remembered]);
      if (own === undefined || asked === undefined) throw new Error('two heads make two checks');
      if (own.broken === undefined) this.saw(own.head);
      this.onFound(own);
      return own.broken === undefined ? asked : own;
    });
    this.#running = turn.catch(() => undefined);
    return turn;
  }
}
