import { fromBinary } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';

/** One .proto file as the compiler described it. */
interface ProtoFile {
  /** The bytes of its FileDescriptorProto, exactly as they stand in the image. */
  readonly bytes: Uint8Array;
  readonly descriptor: FileDescriptorProto;
}

/** An extension: a field that one file adds to a message of another. */
interface Extension {
  readonly extendee: string;
  readonly number: number;
  readonly file: string;
}

/**
 * The .proto files behind the services of one server, found by file name, symbol or extension. Reflection answers from it.
 *
 * Answers are the original bytes. Re-encoding a decoded descriptor has lost dependencies and options before, and then no
 * client could link the files.
 */
export class DescriptorFiles {
  readonly #files: ReadonlyMap<string, ProtoFile>;
  /** The file that declares each message, field, enum, enum value, service and method, by full name. */
  readonly #fileOfSymbol: ReadonlyMap<string, string>;
  readonly #extensions: readonly Extension[];

  /**
   * @param image    what `buf build` wrote: a FileDescriptorSet with all imports
   * @param symbols  full names of the services that the server answers, and of messages that no service names. Only their files
   *                 and what those import are kept, or a client would be shown services that another server answers.
   * @throws {Error} when the image does not declare one of them
   */
  constructor(image: Uint8Array, symbols: readonly string[]) {
    const all = filesIn(image);
    const declaring = symbolsOf(all.values());
    const roots = symbols.map((symbol) => {
      const file = declaring.get(symbol);
      if (file === undefined) throw new Error(`the descriptor image does not declare ${symbol}`);
      return file;
    });
    this.#files = new Map(withImports(roots, all).map((file) => [file.descriptor.name, file]));
    this.#fileOfSymbol = symbolsOf(this.#files.values());
    this.#extensions = [...this.#files.values()].flatMap(({ descriptor }) => extensionsOf(descriptor));
  }

  /** A file and all that it imports, transitively, each once, the file first. Undefined when there is no such file. */
  byName(name: string): Uint8Array[] | undefined {
    return this.#files.has(name) ? withImports([name], this.#files).map(({ bytes }) => bytes) : undefined;
  }

  /** The files for a full name: "cx.scoring.v1.Index", "cx.scoring.v1.ScoringService.GetIndex". */
  bySymbol(symbol: string): Uint8Array[] | undefined {
    return this.byName(this.#fileOfSymbol.get(symbol) ?? '');
  }

  /** The files for the extension of a message under a field number. */
  byExtension(extendee: string, number: number): Uint8Array[] | undefined {
    const found = this.#extensions.find((one) => one.extendee === extendee && one.number === number);
    return this.byName(found?.file ?? '');
  }

  /** The numbers of all known extensions of a message, ascending. Undefined when there is no such message. */
  extensionNumbers(message: string): number[] | undefined {
    if (!this.#fileOfSymbol.has(message)) return undefined;
    const own = this.#extensions.filter(({ extendee }) => extendee === message);
    return own.map(({ number }) => number).toSorted((a, b) => a - b);
  }
}

/** FileDescriptorSet has one field: `repeated FileDescriptorProto file = 1`. */
function filesIn(image: Uint8Array): Map<string, ProtoFile> {
  const files = new Map<string, ProtoFile>();
  const reader = new BinaryReader(image);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field !== 1) {
      reader.skip(wireType, field);
      continue;
    }
    const bytes = reader.bytes();
    const descriptor = fromBinary(FileDescriptorProtoSchema, bytes);
    files.set(descriptor.name, { bytes, descriptor });
  }
  return files;
}

function withImports(names: readonly string[], files: ReadonlyMap<string, ProtoFile>): ProtoFile[] {
  const wanted = new Set(names);
  // A Set visits what is added while it is walked.
  for (const name of wanted) for (const imported of files.get(name)?.descriptor.dependency ?? []) wanted.add(imported);
  return [...wanted].flatMap((name) => files.get(name) ?? []);
}

function symbolsOf(files: Iterable<ProtoFile>): Map<string, string> {
  const fileOf = new Map<string, string>();
  for (const { descriptor } of files) {
    const { name: file, package: scope } = descriptor;
    for (const symbol of namesIn(descriptor)) fileOf.set(scope === '' ? symbol : `${scope}.${symbol}`, file);
  }
  return fileOf;
}

function namesIn({ messageType, enumType, service, extension }: FileDescriptorProto): string[] {
  return [
    ...messageType.flatMap(namesOfMessage),
    // protobuf puts the values of an enum beside the enum, not below it.
    ...enumType.flatMap(({ name, value }) => [name, ...value.map((one) => one.name)]),
    ...service.flatMap(({ name, method }) => [name, ...method.map((one) => `${name}.${one.name}`)]),
    ...extension.map(({ name }) => name),
  ];
}

function namesOfMessage(message: DescriptorProto): string[] {
  const inside = [
    ...message.field.map(({ name }) => name),
    ...message.oneofDecl.map(({ name }) => name),
    ...message.extension.map(({ name }) => name),
    ...message.enumType.flatMap(({ name, value }) => [name, ...value.map((one) => one.name)]),
    ...message.nestedType.flatMap(namesOfMessage),
  ];
  return [message.name, ...inside.map((name) => `${message.name}.${name}`)];
}

function extensionsOf({ name: file, extension, messageType }: FileDescriptorProto): Extension[] {
  const declared: FieldDescriptorProto[] = [...extension];
  const open = [...messageType];
  for (let message = open.pop(); message !== undefined; message = open.pop()) {
    declared.push(...message.extension);
    open.push(...message.nestedType);
  }
  // The compiler writes full names with a leading dot.
  return declared.map(({ extendee, number }) => ({ extendee: extendee.replace(/^\./, ''), number, file }));
}
