/** Start was broken off because the process was asked to stop meanwhile. */
export class StoppedWhileStarting extends Error {
  constructor() {
    super('stopped while starting');
    this.name = 'StoppedWhileStarting';
  }
}

interface Part {
  readonly name: string;
  readonly stop: () => void | Promise<void>;
}

/** The parts of a process, in the order they were started. */
export class StartedParts {
  readonly #parts: Part[] = [];

  constructor(readonly stopping: AbortSignal) {}

  /**
   * Starts the next part and remembers how to stop it. Parts stop in reverse order, each after the one before is done.
   *
   * @throws {StoppedWhileStarting} when the process was asked to stop: nothing more is started then
   */
  async add<T>(name: string, start: () => T | Promise<T>, stop?: (part: T) => unknown): Promise<T> {
    if (this.stopping.aborted) throw new StoppedWhileStarting();
    const part = await this.#started(start);
    this.#parts.push({ name, stop: async () => void (await stop?.(part)) });
    return part;
  }

  async #started<T>(start: () => T | Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      throw this.stopping.aborted && error === this.stopping.reason ? new StoppedWhileStarting() : error;
    }
  }

  /** Stops every part, also those after one that failed to, and returns what failed. */
  async stopAll(onStopping: (name: string) => void): Promise<{ readonly part: string; readonly error: unknown }[]> {
    const failures: { part: string; error: unknown }[] = [];
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      onStopping(part.name);
      try {
        await part.stop();
      } catch (error) {
        failures.push({ part: part.name, error });
      }
    }
    return failures;
  }
}
