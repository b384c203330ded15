/** Polls until the condition is true; default limit: ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  for (let waited = 0; waited < seconds * 100; waited++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`the condition was not true within ${seconds} seconds`);
}
