import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from '#deploy/local/children.js';
import { getText } from '#deploy/local/get-text.js';
import type { ServiceName } from '#deploy/local/services.js';

/** A process of the product that is restarted whenever it ends, as by an orchestrator. */
export class Supervised {
  #child: Child | undefined;
  #isClosing = false;
  #running: Promise<void> = Promise.resolve();
  #thaws = 0;
  #isHeld = false;
  #alsoTold: Readonly<Record<string, string>> = {};
  starts = 0;

  constructor(
    readonly name: string,
    readonly service: ServiceName,
    private readonly options: {
      readonly file: string;
      readonly env: Readonly<Record<string, string>>;
      readonly logDir: string;
      /** The authority of its certificate. */
      readonly ca: Buffer;
    },
  ) {}

  get readyUrl(): string {
    return `https://127.0.0.1:${this.options.env['CX_HTTP_PORT']}/readyz`;
  }

  get metricsUrl(): string {
    return `https://127.0.0.1:${this.options.env['CX_HTTP_PORT']}/metrics`;
  }

  get isFrozen(): boolean {
    return this.#thaws > 0;
  }

  start(): void {
    this.#running = this.#supervise();
  }

  async isReady(): Promise<boolean> {
    try {
      return (await getText(this.readyUrl, { ca: this.options.ca, withinMs: 2_000 })).status === 200;
    } catch {
      return false;
    }
  }

  kill(): void {
    this.#signal('SIGCONT');
    this.#child?.kill();
  }

  /** Kills the process and does not restart it until it is released. */
  hold(): void {
    this.#isHeld = true;
    this.kill();
  }

  release(): void {
    this.#isHeld = false;
  }

  /** Adds settings to its environment from the next start on. */
  tell(env: Readonly<Record<string, string>>): void {
    this.#alsoTold = env;
  }

  /** Suspends the process for a while. It does not notice that time has passed. */
  async freeze(ms: number): Promise<void> {
    const thaw = this.freezeUntilThawed();
    await pause(ms);
    thaw();
  }

  /** @returns resumes it, unless another fault froze it too or it was killed meanwhile */
  freezeUntilThawed(): () => void {
    const child = this.#child;
    this.#thaws += 1;
    this.#signal('SIGSTOP');
    return () => {
      this.#thaws -= 1;
      if (child === this.#child && !this.isFrozen) this.#signal('SIGCONT');
    };
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#signal('SIGCONT');
    await this.#child?.stop();
    await this.#running;
  }

  async #supervise(): Promise<void> {
    while (!this.#isClosing) {
      this.#child = startChild({ name: this.name, ...this.options, env: { ...this.options.env, ...this.#alsoTold } });
      this.starts += 1;
      await this.#child.ended;
      do await pause(200);
      while (this.#isHeld && !this.#isClosing);
    }
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    try {
      if (this.#child !== undefined) process.kill(this.#child.pid, signal);
    } catch {
      // the process has just ended
    }
  }
}
