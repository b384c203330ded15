import { create, createFileRegistry, fromBinary, getExtension, setExtension, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type MethodDescriptorProto } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { contractOf } from './contract.js';

const PERIODS = 'cx.bonus.v1.PeriodService';
const set = () => fromBinary(FileDescriptorSetSchema, descriptorImage());
const http = createFileRegistry(set()).getExtension('google.api.http');
if (http === undefined) throw new Error('the image has no google.api.http');
const rule = http;

/** The contracts with another rule for calls of PeriodService. */
function changed(
  rules: Readonly<Record<string, Record<string, unknown>>>,
  more: (method: MethodDescriptorProto) => void = () => {},
) {
  const files = set();
  const methods =
    files.file.flatMap(({ service }) => service).find(({ name }) => name === 'PeriodService')?.method ?? [];
  for (const method of methods) {
    const content = rules[method.name];
    if (content === undefined || method.options === undefined) continue;
    const { message } = rule;
    if (message === undefined) throw new Error('the rule is a message');
    setExtension(method.options, rule, create(message, content) as never);
    more(method);
  }
  return toBinary(FileDescriptorSetSchema, files);
}
const getAt = (value: string, more: Record<string, unknown> = {}) => ({ pattern: { case: 'get', value }, ...more });

describe('the contract of HTTP', () => {
  it('has the paths of the services that are named, and no other', () => {
    const { routes } = contractOf(descriptorImage(), [PERIODS, 'grpc.health.v1.Health', 'cx.no.such.Service']);
    expect(routes.map(({ call, template }) => `${call} ${template.text}`)).toEqual([
      '/cx.bonus.v1.PeriodService/GetPeriod /v1/{name=periods/*}',
      '/cx.bonus.v1.PeriodService/ListPeriods /v1/periods',
    ]);
  });

  it('names nothing that changes something', () => {
    const registry = createFileRegistry(set());
    const services = [...registry.files].flatMap((file) => file.services.map(({ typeName }) => typeName));
    const { routes } = contractOf(descriptorImage(), services);
    const names = routes.map(({ method }) => method.name);
    expect(names.filter((name) => !/^(Get|List|BatchGet|Explain|Compare|Check)[A-Z]/.test(name))).toEqual([]);
    expect(new Set(names).size).toBeGreaterThan(20);
  });

  it('is refused with a path that two calls have', () => {
    const image = changed({ ListPeriods: getAt('/v1/{page_token=periods/*}') });
    expect(() => contractOf(image, [PERIODS])).toThrow(/GetPeriod at .* and .*ListPeriods at .* can be one path/);
  });

  it.each<[string, Readonly<Record<string, Record<string, unknown>>>, RegExp]>([
    ['another method than GET', { ClosePeriod: { pattern: { case: 'post', value: '/v1/x' } } }, /no GET/],
    ['a body', { GetPeriod: getAt('/v1/{name=periods/*}', { body: '*' }) }, /no GET/],
    ['a part of an answer', { GetPeriod: getAt('/v1/{name=periods/*}', { responseBody: 'name' }) }, /no GET/],
    ['a field that the request lacks', { GetPeriod: getAt('/v1/{names=periods/*}') }, /no text field names/],
  ])('is refused with %s', (_, rules, why) => {
    expect(() => contractOf(changed(rules), [PERIODS])).toThrow(why);
  });

  it('is refused with a stream', () => {
    const image = changed({ GetPeriod: getAt('/v1/{name=periods/*}') }, (method) => {
      method.serverStreaming = true;
    });
    expect(() => contractOf(image, [PERIODS])).toThrow(/no GET with one request and one response/);
  });

  it('reads what the compiler wrote', () => {
    const method = createFileRegistry(set())
      .getService(PERIODS)
      ?.methods.find(({ name }) => name === 'GetPeriod');
    const options = method?.proto.options;
    expect(options && getExtension(options, rule)).toMatchObject({ pattern: { value: '/v1/{name=periods/*}' } });
  });
});
