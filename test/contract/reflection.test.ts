import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerReflectionResponse } from '#libs/contracts/grpc/reflection/v1/reflection.js';
import { refusalOf } from '#libs/grpc/client.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { filesIn, type Question, reflect } from './grpc/reflect.js';
import { closeAll, serve } from './grpc/serve.js';

afterEach(closeAll);

const symbol = (value: string): Question => ({ $case: 'fileContainingSymbol', value });
const file = (value: string): Question => ({ $case: 'fileByFilename', value });
const extension = (containingType: string, extensionNumber: number): Question => ({
  $case: 'fileContainingExtension',
  value: { containingType, extensionNumber },
});
const numbers = (value: string): Question => ({ $case: 'allExtensionNumbersOfType', value });
const list: Question = { $case: 'listServices', value: '*' };

const SERVED = [
  'cx.batches.v1.BatchService',
  'cx.survey.v1.SurveyService',
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

/** The descriptors of an answer; throws when one of them cannot be resolved from the others, as a strict client would. */
function linked(answer: ServerReflectionResponse | undefined) {
  const files = filesIn(answer!).map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
  const file = files.toSorted((a, b) => depthOf(a, files) - depthOf(b, files)); // the registry wants imports first
  return createFileRegistry(create(FileDescriptorSetSchema, { file }));
}

/** How many imports lie between a file and one that imports nothing. */
function depthOf({ dependency }: FileDescriptorProto, files: readonly FileDescriptorProto[]): number {
  const imported = files.filter(({ name }) => dependency.includes(name));
  return Math.max(0, ...imported.map((one) => depthOf(one, files) + 1));
}

const errorOf = (answer: ServerReflectionResponse | undefined) =>
  answer?.messageResponse?.$case === 'errorResponse' ? answer.messageResponse.value.errorCode : undefined;

describe.each(['v1', 'v1alpha'] as const)('reflection %s', (version) => {
  it('is refused to a caller that proves nothing, with the reason', async () => {
    const { server, bugs } = await serve({});
    const refused = await reflect(server, [list], version, '').catch(refusalOf);
    expect(refused).toMatchObject({ reason: 'CALLER_UNKNOWN' });
    expect(bugs).toEqual([]);
  });

  it('answers a proven caller that no document binds to a role', async () => {
    const { server } = await serve({});
    const [answer] = await reflect(server, [list], version, 'newcomer');
    expect(answer?.messageResponse?.$case).toBe('listServicesResponse');
  });

  const ask = async (...questions: Question[]) => {
    const { server, bugs } = await serve({});
    const answers = await reflect(server, questions, version);
    expect(bugs).toEqual([]);
    return answers;
  };

  it('lists every service of the server, health and reflection too', async () => {
    const [answer] = await ask(list);
    const service = SERVED.map((name) => ({ name }));
    expect(answer?.messageResponse).toEqual({ $case: 'listServicesResponse', value: { service } });
  });

  it('answers each symbol with files that a client can link, Timestamp included', async () => {
    const asked = [...SERVED, 'cx.survey.v1.SurveyService.RecordSurveyFacts', 'cx.survey.v1.SurveyFact.happened_at'];
    const answers = await ask(...asked.map(symbol));
    for (const [place, service] of SERVED.entries()) {
      expect(linked(answers[place]).getService(service)?.methods.length, service).toBeGreaterThan(0);
    }
    expect(linked(answers[5]).getMessage('google.protobuf.Timestamp')).toBeDefined();
    expect(linked(answers[6]).getMessage('cx.survey.v1.SurveyFact')).toBeDefined();
  });

  it('gives the bytes that the compiler wrote, each file once, the asked file first', async () => {
    const image = Buffer.from(descriptorImage());
    const [answer] = await ask(file('cx/survey/v1/survey.proto'));
    const files = filesIn(answer!);
    expect(files.every((bytes) => image.includes(bytes))).toBe(true);
    const names = files.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes).name);
    expect(names[0]).toBe('cx/survey/v1/survey.proto');
    expect(names).toContain('google/protobuf/timestamp.proto');
    expect(new Set(names).size).toBe(names.length);
  });

  it('answers NOT_FOUND for an unknown name, and then the next request on the same stream', async () => {
    const unknown = [
      symbol('cx.survey.v1.Nothing'),
      symbol(''),
      file('cx/survey/v2/survey.proto'),
      extension('cx.survey.v1.SurveyFact', 100),
      extension('cx.survey.v1.Nothing', 100),
      numbers('cx.survey.v1.Nothing'),
    ];
    const answers = await ask(...unknown, symbol('cx.survey.v1.SurveyFact'));
    expect(answers.map(errorOf)).toEqual([...unknown.map(() => status.NOT_FOUND), undefined]);
    expect(linked(answers.at(-1)).getMessage('cx.survey.v1.SurveyFact')).toBeDefined();
  });

  it('shows no contract of a service that another server answers', async () => {
    const elsewhere = ['cx.scoring.v1.ScoringService', 'cx.support.v1.ContactFact'];
    const answers = await ask(...elsewhere.map(symbol), file('cx/scoring/v1/scoring.proto'));
    expect(answers.map(errorOf)).toEqual([status.NOT_FOUND, status.NOT_FOUND, status.NOT_FOUND]);
  });

  it('describes the details of a refusal, so that tools print its reason', async () => {
    const answers = await ask(symbol('google.rpc.ErrorInfo'), symbol('google.rpc.BadRequest'));
    expect(
      linked(answers[0])
        .getMessage('google.rpc.ErrorInfo')
        ?.fields.map(({ name }) => name),
    ).toContain('reason');
    expect(linked(answers[1]).getMessage('google.rpc.BadRequest')).toBeDefined();
  });

  it('knows that a message has no extensions, which is another answer than an unknown message', async () => {
    const [answer] = await ask(numbers('cx.survey.v1.SurveyFact'));
    const value = { baseTypeName: 'cx.survey.v1.SurveyFact', extensionNumber: [] };
    expect(answer?.messageResponse).toEqual({ $case: 'allExtensionNumbersResponse', value });
  });

  it('repeats the request in the response, and refuses a request that asks for nothing', async () => {
    const { server } = await serve({});
    const [named, empty, after] = await reflect(server, [list, undefined as never, list], version);
    expect(named).toMatchObject({ validHost: 'here', originalRequest: { host: 'here', messageRequest: list } });
    expect(errorOf(empty)).toBe(status.INVALID_ARGUMENT);
    expect(after?.messageResponse?.$case).toBe('listServicesResponse');
  });
});
