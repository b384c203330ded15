import { createFileRegistry, type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { ServiceName } from '#deploy/local/services.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';

/** Without the rules of access, which no service answers: they are options of the calls. */
const files = [...createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorImage())).files].filter(
  ({ proto }) => proto.package !== 'cx.access.v1',
);
const services = files.flatMap((file) => file.services);

const STANDARD = [
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

/** The packages of contracts that scoring serves. */
const OF_SCORING = ['scoring', 'bonus', 'documents', 'contests'];

/** The packages of contracts that every server serves. */
const OF_ALL = ['batches', 'audit'];

/** The full names of the services that a server answers, sorted. */
export function servicesOf(server: ServiceName): string[] {
  const packages = [...(server === 'scoring' ? OF_SCORING : [server, 'facts']), ...OF_ALL];
  const own = services.filter(({ typeName }) => packages.some((name) => typeName.startsWith(`cx.${name}.`)));
  return [...own.map(({ typeName }) => typeName), ...STANDARD].toSorted();
}

/** Served by departments of the company's own, which test/start/own-departments.long.test.ts starts and asks by grpcurl, buf curl and Python. */
const OF_OWN_DEPARTMENTS = 'custom';

/** Served by the signer, which answers certificates alone, and by the payout process, which needs it: test/contract/{signing,payout}.test.ts call them. */
const APART = ['signing', 'payout'];

/** Every call of every built-in service but reflection, which each client makes by itself: "cx.scoring.v1.ScoringService/GetIndex". */
export function methods(): string[] {
  const others = ['grpc.reflection.', ...[OF_OWN_DEPARTMENTS, ...APART].map((name) => `cx.${name}.`)];
  const asked = services.filter(({ typeName }) => !others.some((other) => typeName.startsWith(other)));
  return asked.flatMap(({ typeName, methods }) => methods.map(({ name }) => `${typeName}/${name}`));
}

/** Every message of the contracts of built-in services, with a server that has it. */
export function messages(): { readonly message: string; readonly server: ServiceName }[] {
  const ours = files.filter(
    ({ proto }) =>
      proto.package.startsWith('cx.') &&
      ![OF_OWN_DEPARTMENTS, ...APART].some((other) => proto.package === `cx.${other}.v1`),
  );
  return ours.flatMap((file) => {
    const part = file.proto.package.split('.')[1] ?? '';
    const isScorings = OF_SCORING.includes(part);
    const server = isScorings
      ? 'scoring'
      : /^(facts|batches|audit|access)$/.test(part)
        ? 'delivery'
        : (part as ServiceName);
    return file.messages.flatMap(withNested).map(({ typeName }) => ({ message: typeName, server }));
  });
}

function withNested(message: DescMessage): DescMessage[] {
  const entries = message.nestedMessages.filter(({ proto }) => proto.options?.mapEntry !== true);
  return [message, ...entries.flatMap(withNested)];
}
