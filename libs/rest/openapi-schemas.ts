import { type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import type { Comments } from './comments.js';

/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses. */
export type Schema = Readonly<Record<string, unknown>>;

/** What the JSON mapping of protobuf writes for messages of its own. */
const WELL_KNOWN: Readonly<Record<string, Schema>> = {
  'google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
  'google.protobuf.Duration': { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]+)?s$' },
  'google.protobuf.Any': { type: 'object', properties: { '@type': { type: 'string' } }, required: ['@type'] },
};

const WHOLE_64: Schema = { type: 'string', format: 'int64', pattern: '^-?[0-9]+$' };
const SCALARS: Readonly<Partial<Record<ScalarType, Schema>>> = {
  [ScalarType.STRING]: { type: 'string' },
  [ScalarType.BOOL]: { type: 'boolean' },
  [ScalarType.BYTES]: { type: 'string', contentEncoding: 'base64' },
  [ScalarType.INT32]: { type: 'integer', format: 'int32' },
  [ScalarType.SINT32]: { type: 'integer', format: 'int32' },
  [ScalarType.UINT32]: { type: 'integer', minimum: 0 },
  [ScalarType.INT64]: WHOLE_64,
  [ScalarType.SINT64]: WHOLE_64,
  [ScalarType.UINT64]: WHOLE_64,
};

/** The schemas of all messages that answers are made of, by full name, each once. */
export class Schemas {
  readonly #found = new Map<string, Schema>();

  constructor(private readonly comments: Comments) {}

  /** In order of their names. */
  get all(): Readonly<Record<string, Schema>> {
    const pairs = [...this.#found].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(pairs);
  }

  of(message: DescMessage): Schema {
    const { typeName } = message;
    const known = WELL_KNOWN[typeName];
    if (known !== undefined) return known;
    if (!this.#found.has(typeName)) {
      this.#found.set(typeName, {}); // a message may hold itself
      this.#found.set(typeName, this.#object(message));
    }
    return reference(typeName);
  }

  ofField(field: DescField): Schema {
    switch (field.fieldKind) {
      case 'list':
        return { type: 'array', items: this.#single(field.enum, field.message, field.scalar) };
      case 'map':
        return { type: 'object', additionalProperties: this.#single(field.enum, field.message, field.scalar) };
      default:
        return this.#single(field.enum, field.message, field.scalar);
    }
  }

  #single(words: DescEnum | undefined, message: DescMessage | undefined, scalar: ScalarType | undefined): Schema {
    if (words !== undefined) return this.#enum(words);
    if (message !== undefined) return this.of(message);
    const schema = scalar === undefined ? undefined : SCALARS[scalar];
    if (schema === undefined) throw new Error(`no schema for the scalar type ${scalar}`);
    return schema;
  }

  #object(message: DescMessage): Schema {
    const { fields } = message;
    const required = fields.filter(isAlwaysThere).map(({ jsonName }) => jsonName);
    return {
      type: 'object',
      ...described(this.comments.ofMessage(message)),
      properties: Object.fromEntries(
        fields.map((field) => [
          field.jsonName,
          {
            ...this.ofField(field),
            ...described(this.comments.ofField(field)),
            ...(field.deprecated && { deprecated: true }),
          },
        ]),
      ),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }

  #enum(words: DescEnum): Schema {
    const said = words.values.map((value) => `- ${value.name}: ${this.comments.ofValue(value)}`).join('\n');
    this.#found.set(words.typeName, {
      type: 'string',
      ...described(`${this.comments.ofEnum(words)}\n\n${said}`),
      enum: words.values.map(({ name }) => name),
    });
    return reference(words.typeName);
  }
}

const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const described = (text: string): Schema => (text === '' ? {} : { description: text });

/** Answers hold a field with its default value too, unless the contract says `optional` or it is a message. */
function isAlwaysThere(field: DescField): boolean {
  return (
    field.fieldKind === 'list' || field.fieldKind === 'map' || field.presence === FeatureSet_FieldPresence.IMPLICIT
  );
}
