#!/usr/bin/env node
// The command `cx`: TypeScript is read as it is, there is no build step (docs/decisions).
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
