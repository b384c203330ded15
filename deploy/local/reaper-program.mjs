/**
 * Ends what a launcher left running. The launcher starts this program in a session of its own, and writes the list of its
 * processes to standard input, one JSON array a line, whenever the list changes. When the launcher is gone, for whatever reason,
 * standard input ends, and this program ends the processes of the last list.
 */
import { createInterface } from 'node:readline';
import { endAll } from './processes.mjs';

let processes = [];
for await (const line of createInterface({ input: process.stdin })) {
  try {
    processes = JSON.parse(line);
  } catch {
    // The launcher died while it was writing: the list before is the last whole one.
  }
}
await endAll(processes);
