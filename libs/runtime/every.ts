export interface Loop {
  /** Runs the task as soon as the run under way, if any, is over, instead of waiting for its time. */
  wake(): void;
  /** No further run; resolves when the run under way is over. */
  stop(): Promise<void>;
}

export interface EveryOptions {
  /** Told of every run that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
}

/**
 * Runs a task now, and again `ms` after each run has ended, so two runs never overlap.
 *
 * @param ms    pause between runs, 0 or more
 * @param task  told by the signal that `stop` was called, so that a long run can end early
 */
export function every(ms: number, task: (signal: AbortSignal) => Promise<void>, { onError }: EveryOptions): Loop {
  const stopping = new AbortController();
  let wake = () => {};
  let awake = false;

  const pause = () =>
    new Promise<void>((resume) => {
      const timer = setTimeout(resume, awake ? 0 : ms);
      wake = () => {
        clearTimeout(timer);
        resume();
      };
    });

  const loop = async () => {
    while (!stopping.signal.aborted) {
      awake = false;
      await task(stopping.signal).catch(onError);
      if (!stopping.signal.aborted) await pause();
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
