#!/usr/bin/env node
// The command `cx`: TypeScript is read as it is, and nothing need be built first (docs/decisions/0004).
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
