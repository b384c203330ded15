import type { DescEnum, DescField, DescFile, DescMessage, DescMethod } from '@bufbuild/protobuf';

/** Numbers of fields in google/protobuf/descriptor.proto, of which the path of a comment consists. */
const AT = { message: 4, enum: 5, service: 6, field: 2, nested: 3, nestedEnum: 4, value: 2, method: 2 } as const;

/** The comments of one image, by what they stand above. */
export class Comments {
  readonly #ofFiles = new Map<DescFile, ReadonlyMap<string, string>>();

  ofMethod(method: DescMethod): string {
    const { file } = method.parent;
    const service = file.proto.service.indexOf(method.parent.proto);
    return this.#at(file, [AT.service, service, AT.method, method.parent.proto.method.indexOf(method.proto)]);
  }

  ofMessage(message: DescMessage): string {
    return this.#at(message.file, pathOf(message));
  }

  ofField(field: DescField): string {
    const { parent } = field;
    return this.#at(parent.file, [...pathOf(parent), AT.field, parent.proto.field.indexOf(field.proto)]);
  }

  ofEnum(one: DescEnum): string {
    return this.#at(one.file, pathOfEnum(one));
  }

  ofValue(value: DescEnum['values'][number]): string {
    const { parent } = value;
    return this.#at(parent.file, [...pathOfEnum(parent), AT.value, parent.proto.value.indexOf(value.proto)]);
  }

  #at(file: DescFile, path: readonly number[]): string {
    const comments = this.#ofFiles.get(file) ?? commentsIn(file);
    this.#ofFiles.set(file, comments);
    return comments.get(path.join('.')) ?? '';
  }
}

function pathOf(message: DescMessage): number[] {
  const { parent } = message;
  if (parent === undefined) return [AT.message, message.file.proto.messageType.indexOf(message.proto)];
  return [...pathOf(parent), AT.nested, parent.proto.nestedType.indexOf(message.proto)];
}

function pathOfEnum(one: DescEnum): number[] {
  const { parent } = one;
  if (parent === undefined) return [AT.enum, one.file.proto.enumType.indexOf(one.proto)];
  return [...pathOf(parent), AT.nestedEnum, parent.proto.enumType.indexOf(one.proto)];
}

/** Lines of one paragraph become one line. */
function commentsIn({ proto }: DescFile): ReadonlyMap<string, string> {
  const locations = proto.sourceCodeInfo?.location ?? [];
  return new Map(
    locations
      .filter(({ leadingComments }) => leadingComments !== '')
      .map(({ path, leadingComments }) => [
        path.join('.'),
        leadingComments
          .split(/\n\s*\n/)
          .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
          .join('\n\n'),
      ]),
  );
}
