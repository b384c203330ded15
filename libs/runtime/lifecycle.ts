/** The process was asked to stop while it was starting, so the rest was not started. */
export class StoppedWhileStarting extends Error {
  constructor() {
    super('stopped while starting');
    this.name = 'StoppedWhileStarting';
  }
}

interface Resource {
  readonly name: string;
  readonly stop: () => void | Promise<void>;
}

/** The resources of a process (a database, a server, a loop), in the order in which they were started. */
export class ResourceStack {
  readonly #resources: Resource[] = [];

  constructor(readonly stopping: AbortSignal) {}

  /**
   * Starts the next resource and remembers how to stop it. Resources stop in reverse order, one after the other.
   *
   * @throws {StoppedWhileStarting} when the process was asked to stop: nothing more is started then
   */
  async add<T>(name: string, start: () => T | Promise<T>, stop?: (resource: T) => unknown): Promise<T> {
    if (this.stopping.aborted) throw new StoppedWhileStarting();
    const resource = await start();
    this.#resources.push({ name, stop: async () => void (await stop?.(resource)) });
    return resource;
  }

  /** Stops every resource, also after one that failed to stop, and returns the failures. */
  async stopAll(onStopping: (name: string) => void): Promise<{ readonly resource: string; readonly error: unknown }[]> {
    const failures: { resource: string; error: unknown }[] = [];
    for (let resource = this.#resources.pop(); resource !== undefined; resource = this.#resources.pop()) {
      onStopping(resource.name);
      try {
        await resource.stop();
      } catch (error) {
        failures.push({ resource: resource.name, error });
      }
    }
    return failures;
  }
}
