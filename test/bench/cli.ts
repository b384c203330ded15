import { serveScoring } from '#services/scoring/fixtures/served.js';
import { runCx, runProgram } from '#test/stack/run-cx.js';

const ROUNDS = 6;

/** Prints the seconds from start to exit, the best of some rounds: an empty Node, and `cx` that asks a running scoring service for an index. */
export async function measureCli(): Promise<void> {
  const served = await serveScoring();
  try {
    await runCx(['--help']); // builds the bundle
    const seconds = { node: [] as number[], cx: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      seconds.node.push((await runProgram(process.execPath, ['-e', '0'])).seconds);
      const { code, stderr, seconds: taken } = await runCx(['index', 'get', 'delivery', '2018-08'], served.env);
      if (code !== 0) throw new Error(stderr);
      seconds.cx.push(taken);
    }
    const [node, cx] = [Math.min(...seconds.node), Math.min(...seconds.cx)];
    console.log(
      `node -e 0: ${node.toFixed(3)} s; cx index get: ${cx.toFixed(3)} s, ${(cx / node).toFixed(1)} times as long`,
    );
  } finally {
    await served.close();
  }
}
