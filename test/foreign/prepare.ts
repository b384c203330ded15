import { findTool, type ToolName } from './tools.js';

/** Builds and installs the foreign clients before the tests, which then find them. What cannot be had is said; the tests skip it. */
const NAMES: readonly ToolName[] = ['grpcurl', 'grpc-health-probe', 'python3'];

for (const name of NAMES) {
  const tool = await findTool(name);
  console.log('reason' in tool ? `not here: ${tool.reason}` : `here: ${tool.path}`);
}
