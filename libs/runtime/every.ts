export interface Loop {
  /** Runs the task as soon as the run under way, if any, is over, instead of waiting for its time. */
  wake(): void;
  /** No further run; resolves when the run under way is over. */
  stop(): Promise<void>;
}

export interface EveryOptions {
  /** Called with the error of every run that failed. The next run comes all the same. */
  readonly onError: (error: unknown) => void;
  /** How long the first run waits; default: 0. */
  readonly firstAfterMs?: number;
}

/**
 * Runs a task now, or after `firstAfterMs`, and again `ms` after each run has ended, so two runs never overlap.
 *
 * @param ms    pause between runs, 0 or more
 * @param task  told by the signal that `stop` was called, so that a long run can end early
 */
export function every(
  ms: number,
  task: (signal: AbortSignal) => Promise<void>,
  { onError, firstAfterMs = 0 }: EveryOptions,
): Loop {
  const stopping = new AbortController();
  let wake = () => {};
  let awake = false;

  const pause = (forMs: number) =>
    new Promise<void>((resume) => {
      const timer = setTimeout(resume, awake ? 0 : forMs);
      wake = () => {
        clearTimeout(timer);
        resume();
      };
    });

  const loop = async () => {
    if (firstAfterMs > 0) await pause(firstAfterMs);
    while (!stopping.signal.aborted) {
      awake = false;
      await task(stopping.signal).catch(onError);
      if (!stopping.signal.aborted) await pause(ms);
    }
  };
  const over = loop();

  const wakeUp = () => {
    awake = true;
    wake();
  };
  return {
    wake: wakeUp,
    stop: () => {
      stopping.abort();
      wakeUp();
      return over;
    },
  };
}
