import { afterEach, describe, expect, it } from 'vitest';
import { findTool } from '#test/foreign/tools.js';
import { runProgram } from '#test/stack/run-cx.js';
import { closeAll, receipt, serve } from './grpc/serve.js';

const tool = await findTool('grpc-reflection-js');
if (!('path' in tool)) console.log(`not run: the reflection client of Postman. ${tool.reason}`);

afterEach(closeAll);

/** Postman itself makes no gRPC call before its user has signed in to its cloud, so the library that it is built on stands for it. */
describe.skipIf(!('path' in tool))('the library that the gRPC client of Postman is built on', () => {
  const ask = async (port: number, caller: string, message: object) => {
    const method = 'cx.survey.v1.SurveyService/RecordSurveyFacts';
    const question = JSON.stringify({ address: `127.0.0.1:${port}`, method, caller, message });
    const path = 'path' in tool ? tool.path : '';
    const { code, stdout, stderr } = await runProgram(process.execPath, [
      'test/foreign/call_by_reflection.mjs',
      ...[path, question],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  const fact = { fact_id: 'f1', order_id: '4711', happened_at: { seconds: 1_546_300_800 } };

  it('finds the services and calls a method with an address alone', async () => {
    const asked: unknown[] = [];
    const record = async (request: { facts: readonly { factId: string; happenedAt?: Date | undefined }[] }) => {
      asked.push(...request.facts.map(({ factId, happenedAt }) => [factId, happenedAt]));
      return receipt('taken');
    };
    const { server } = await serve({ record });
    const { services, answer } = await ask(server.port, 'agency', { facts: [fact], origin: 1 });
    expect(services).toContain('cx.survey.v1.SurveyService');
    expect(answer).toEqual({ receipt: 'taken' });
    expect(asked).toEqual([['f1', new Date('2019-01-01T00:00:00Z')]]);
  });

  it('shows why a call is refused', async () => {
    const { server } = await serve({});
    const { refused } = await ask(server.port, 'stranger', { facts: [fact] });
    expect(refused).toEqual({ code: 16, details: expect.stringContaining('one known caller under cx-caller') });
  });
});
