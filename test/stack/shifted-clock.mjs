/**
 * Loaded before a program (`node --import`), it moves the clock that the program reads by CLOCK_SHIFT_MS. So a test can tell a story
 * that happens on a given day with the real programs. Timers and the clock of PostgreSQL are as they are.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shiftMs);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};
