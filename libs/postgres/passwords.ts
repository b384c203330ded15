/** How often the password is looked at while connections go and come back. */
const LOOK_MS = 5_000;
/** A password that the server refused is tried again after this time: the server may have got it meanwhile. */
const TRY_AGAIN_MS = 10_000;

/**
 * The password of new connections while an operator replaces it. The operator writes the new one into its file and then gives it to the
 * server. In between the server still wants the old one, so a password that the server refuses gives way to the one that it took last.
 */
export class Passwords {
  #taken: string | undefined;
  #refused: { readonly password: string; readonly at: number } | undefined;
  #seen: { readonly password: string; readonly at: number } | undefined;
  #reported: string | undefined;

  /**
   * @param current    the password as it is now, read from its file
   * @param onRefused  the server refuses the new password and the one before is used; once for each new one
   */
  constructor(
    private readonly current: () => string,
    private readonly onRefused: () => void = () => undefined,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What a new connection logs in with. */
  next(): string {
    const current = this.#look(0);
    return this.#isRefused(current) && this.#taken !== undefined ? this.#taken : current;
  }

  /** The server took this one. */
  taken(password: string): void {
    this.#taken = password;
    if (password === this.#refused?.password) this.#refused = undefined;
  }

  /** The server refused this one. Returns whether there is another to try. */
  refused(password: string): boolean {
    if (this.next() !== password) return true; // another connection has learned it meanwhile
    if (password === this.#look(0)) this.#refused = { password, at: this.now() };
    else this.#refused = undefined; // the old one is over: the server has got the new one
    const next = this.next();
    if (password === this.#refused?.password && next !== password) this.#report(password);
    return next !== password;
  }

  /** Whether a connection that was opened with this password should make room for one that is opened with the new one. */
  isOld(password: string): boolean {
    const current = this.#look(LOOK_MS);
    return password !== current && !this.#isRefused(current);
  }

  #report(password: string): void {
    if (password !== this.#reported) this.onRefused();
    this.#reported = password;
  }

  #isRefused(password: string): boolean {
    const refused = this.#refused;
    return refused !== undefined && refused.password === password && this.now() - refused.at < TRY_AGAIN_MS;
  }

  #look(atMostOldMs: number): string {
    const [seen, now] = [this.#seen, this.now()];
    if (seen !== undefined && now - seen.at < atMostOldMs) return seen.password;
    this.#seen = { password: this.current(), at: now };
    return this.#seen.password;
  }
}
