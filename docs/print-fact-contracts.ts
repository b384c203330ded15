import { fromBinary } from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import type {
  DepartmentContract,
  FieldContract,
  FieldContracts,
  FieldType,
} from '#libs/maps/contract/fact-contract.js';
import { DEPARTMENTS } from './print-facts.js';

/** A message, and whether each of its fields is required. */
interface Described {
  readonly message: DescriptorProto;
  readonly isRequired: (field: number) => boolean;
}

interface Contracts {
  readonly messages: ReadonlyMap<string, Described>;
  readonly enums: ReadonlyMap<string, EnumDescriptorProto>;
}

/** libs/maps/contract/fact-contracts.json: the facts that maps can make, from the contracts. */
export function factContracts(): string {
  const { file } = fromBinary(FileDescriptorSetSchema, descriptorImage());
  const contracts: Contracts = {
    messages: new Map(file.flatMap(messagesOf)),
    enums: new Map(file.flatMap((one) => one.enumType.map((type) => [`.${one.package}.${type.name}`, type]))),
  };
  const departments = BUILT_IN_SOURCES.map((source) => [source, departmentOf(source, contracts)]);
  return `${JSON.stringify(Object.fromEntries(departments), undefined, 2)}\n`;
}

function messagesOf(file: FileDescriptorProto): [string, Described][] {
  const sentences = new Map(
    (file.sourceCodeInfo?.location ?? []).map(({ path, leadingComments }) => [path.join('.'), leadingComments]),
  );
  return file.messageType.map((message, place) => {
    const isRequired = (field: number) => sentences.get(`4.${place}.2.${field}`)?.includes('REQUIRED.') === true;
    return [`.${file.package}.${message.name}`, { message, isRequired }];
  });
}

/** The one message of a department whose oneof "what" says what happened. */
function departmentOf(source: BuiltInSource, contracts: Contracts): DepartmentContract {
  const [, fact] =
    [...contracts.messages].find(
      ([name, { message }]) =>
        name.startsWith(`.cx.${source}.v1.`) && message.oneofDecl.some(({ name: oneof }) => oneof === 'what'),
    ) ?? [];
  if (fact === undefined) throw new Error(`the contract of ${source} has no fact`);
  const kinds = fact.message.field
    .filter(isInOneof)
    .map((field): [string, FieldContracts] => [field.name, fieldsOf(field.typeName, contracts)]);
  const subjects = DEPARTMENTS[source].subjects;
  return {
    common: namedFields(fact, contracts, (field) => !isInOneof(field)),
    kinds: Object.fromEntries(kinds),
    ...(subjects.size > 0 && { subjects: Object.fromEntries(subjects) }),
  };
}

/** A field outside of a oneof has no index at all: its prototype answers 0. */
function isInOneof(field: FieldDescriptorProto): boolean {
  return Object.hasOwn(field, 'oneofIndex') && !field.proto3Optional;
}

function fieldsOf(typeName: string, contracts: Contracts): FieldContracts {
  const described = contracts.messages.get(typeName);
  if (described === undefined) throw new Error(`the contracts have no message ${typeName}`);
  return namedFields(described, contracts, () => true);
}

function namedFields(
  { message, isRequired }: Described,
  contracts: Contracts,
  isWanted: (field: FieldDescriptorProto) => boolean,
): FieldContracts {
  const fields = message.field.map((field, place) => ({ field, required: isRequired(place) }));
  return Object.fromEntries(
    fields
      .filter(({ field }) => isWanted(field))
      .map(({ field, required }) => [field.name, fieldOf(field, required, contracts)]),
  );
}

function fieldOf(field: FieldDescriptorProto, required: boolean, contracts: Contracts): FieldContract {
  const several = field.label === FieldDescriptorProto_Label.REPEATED;
  const type = typeOf(field, contracts);
  return {
    type,
    ...(required && { required }),
    ...(several && { several }),
    ...(type === 'choice' && { choices: choicesOf(contracts.enums.get(field.typeName)) }),
    ...(type === 'group' && { fields: fieldsOf(field.typeName, contracts) }),
  };
}

/** The types of texts are in their names: promised_day, order_id, origin_unit, zone. */
const BY_NAME: readonly (readonly [RegExp, FieldType])[] = [
  [/(^|_)day$/, 'day'],
  [/(^|_)zone$/, 'zone'],
  [/(^|_)unit$/, 'unit'],
  [/(^|_)id$/, 'id'],
];

function typeOf({ name, type, typeName }: FieldDescriptorProto, { enums }: Contracts): FieldType {
  if (typeName === '.google.protobuf.Timestamp') return 'instant';
  if (enums.has(typeName)) return 'choice';
  switch (type) {
    case FieldDescriptorProto_Type.MESSAGE:
      return 'group';
    case FieldDescriptorProto_Type.BOOL:
      return 'yes_no';
    case FieldDescriptorProto_Type.DOUBLE:
      return 'decimal';
    case FieldDescriptorProto_Type.STRING:
      return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'text';
    default:
      return 'whole';
  }
}

/** "credit_card" of PAYMENT_METHOD_CREDIT_CARD. What is not known is left out, not chosen. */
function choicesOf(type: EnumDescriptorProto | undefined): Readonly<Record<string, number>> {
  const prefix = `${(type?.name ?? '').replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}_`;
  const known = (type?.value ?? []).filter(({ number }) => number !== 0);
  return Object.fromEntries(known.map(({ name, number }) => [name.replace(prefix, '').toLowerCase(), number]));
}
