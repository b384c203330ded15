/** Waits for what must become true within ten seconds, unless another time is given. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  for (let waited = 0; waited < seconds * 100; waited++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`it did not become true within ${seconds} seconds`);
}
