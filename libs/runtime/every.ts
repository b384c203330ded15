export interface Loop {
  /** Runs the task as soon as the run under way, if any, is over, instead of waiting for its time. */
  wake(): void;
  /** There may be work again: the next run comes after the usual pause, not after one that has grown. */
  stir(): void;
  /** No further run; resolves when the run under way is over. */
  stop(): Promise<void>;
}

export interface EveryOptions {
  /** Called with the error of every run that failed. The next run comes all the same. */
  readonly onError: (error: unknown) => void;
  /** How long the first run waits; default: 0. */
  readonly firstAfterMs?: number;
  /** While runs find nothing to do, the pause doubles from one to the next, up to this. Default: it never grows. */
  readonly idleMs?: number;
}

/**
 * Runs a task now, or after `firstAfterMs`, and again `ms` after each run has ended, so two runs never overlap.
 *
 * @param ms    pause between runs, 0 or more
 * @param task  told by the signal that `stop` was called, so that a long run can end early; resolves to false when there was nothing to do
 */
export function every(
  ms: number,
  task: (signal: AbortSignal) => Promise<unknown>,
  { onError, firstAfterMs = 0, idleMs = ms }: EveryOptions,
): Loop {
  const stopping = new AbortController();
  let wake = () => {};
  let stir = () => {};
  let isAwake = false;
  let isStirred = false;

  const pause = (forMs: number) =>
    new Promise<void>((resume) => {
      const startedAt = performance.now();
      let timer = setTimeout(resume, isAwake ? 0 : forMs);
      wake = () => {
        clearTimeout(timer);
        resume();
      };
      stir = () => {
        if (isAwake) return;
        clearTimeout(timer);
        timer = setTimeout(resume, Math.max(0, ms - (performance.now() - startedAt)));
      };
    });

  const loop = async () => {
    let pauseMs = ms;
    if (firstAfterMs > 0) await pause(firstAfterMs);
    while (!stopping.signal.aborted) {
      isAwake = false;
      isStirred = false;
      const found = await task(stopping.signal).catch(onError);
      pauseMs = found === false && !isStirred ? Math.min(Math.max(idleMs, ms), 2 * pauseMs) : ms;
      if (!stopping.signal.aborted) await pause(pauseMs);
      stir = () => {};
    }
  };
  const over = loop();

  const wakeUp = () => {
    isAwake = true;
    wake();
  };
  return {
    wake: wakeUp,
    stir: () => {
      isStirred = true;
      if (idleMs > ms) stir();
    },
    stop: () => {
      stopping.abort();
      wakeUp();
      return over;
    },
  };
}
