import { run } from './run.js';

// Node 20 warns of TLS to an address in place of a name. Certificates name addresses too, and people need not read it.
process.noDeprecation = true;

/** Writes to a pipe may still be under way when a command is done. Open channels would keep the process alive. */
function end(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

for (const stream of [process.stdout, process.stderr]) {
  // `cx index list | head` closes the pipe as soon as it has its lines: that is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

run(process.argv.slice(2), process).then(end, (error: unknown) => {
  console.error(error);
  end(1);
});
