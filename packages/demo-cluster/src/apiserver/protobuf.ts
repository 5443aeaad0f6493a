/** A message's fields by number: a text, an integer, a message of its own, or, in brackets, a list of one of these. */
interface Message {
  readonly [field: number]: readonly [name: string, type: FieldType | readonly [FieldType]];
}

type FieldType = 'string' | 'integer' | Message;

// Field numbers: the `generated.proto` files of k8s.io/api and k8s.io/apimachinery.
const resourceAttributes: Message = {
  1: ['namespace', 'string'],
  2: ['verb', 'string'],
  3: ['group', 'string'],
  4: ['version', 'string'],
  5: ['resource', 'string'],
  6: ['subresource', 'string'],
  7: ['name', 'string'],
};
const nonResourceAttributes: Message = { 1: ['path', 'string'], 2: ['verb', 'string'] };
const accessSpec: Message = {
  1: ['resourceAttributes', resourceAttributes],
  2: ['nonResourceAttributes', nonResourceAttributes],
};
const deleteOptions: Message = {
  1: ['gracePeriodSeconds', 'integer'],
  2: ['preconditions', { 1: ['uid', 'string'], 2: ['resourceVersion', 'string'] }],
  4: ['propagationPolicy', 'string'],
};

/** ObjectMeta, its name and namespace alone. */
const metadata: Message = { 1: ['name', 'string'], 3: ['namespace', 'string'] };

const role: Message = {
  1: ['metadata', metadata],
  2: [
    'rules',
    [
      {
        1: ['verbs', ['string']],
        2: ['apiGroups', ['string']],
        3: ['resources', ['string']],
        4: ['resourceNames', ['string']],
        5: ['nonResourceURLs', ['string']],
      },
    ],
  ],
};
const roleBinding: Message = {
  1: ['metadata', metadata],
  2: [
    'subjects',
    [{ 1: ['kind', 'string'], 2: ['apiGroup', 'string'], 3: ['name', 'string'], 4: ['namespace', 'string'] }],
  ],
  3: ['roleRef', { 1: ['apiGroup', 'string'], 2: ['kind', 'string'], 3: ['name', 'string'] }],
};

/** The kinds that clients send as protobuf even to a server that answers in JSON. */
const kinds: Readonly<Record<string, Message>> = {
  SelfSubjectAccessReview: { 2: ['spec', accessSpec] },
  SelfSubjectRulesReview: { 2: ['spec', { 1: ['namespace', 'string'] }] },
  SelfSubjectReview: {},
  DeleteOptions: deleteOptions,
  Namespace: { 1: ['metadata', metadata] },
  Role: role,
  ClusterRole: role,
  RoleBinding: roleBinding,
  ClusterRoleBinding: roleBinding,
};

const magic = Buffer.from('k8s\0');
const unknown: Message = { 1: ['typeMeta', { 1: ['apiVersion', 'string'], 2: ['kind', 'string'] }] };
const rawField = 2;

/** Reads an object in Kubernetes' protobuf envelope; `undefined` for a kind that only comes as JSON. Throws for what is broken. */
export function decodeProtobuf(body: Buffer): object | undefined {
  if (!body.subarray(0, magic.length).equals(magic)) throw new RangeError('not a Kubernetes protobuf object');
  const envelope = body.subarray(magic.length);
  const { typeMeta } = decode(envelope, unknown) as { typeMeta?: { apiVersion?: string; kind?: string } };
  const message = kinds[typeMeta?.kind ?? ''];
  if (message === undefined) return undefined;
  const raw = [...fields(envelope)].find(field => field.number === rawField)?.value;
  return { ...typeMeta, ...(raw instanceof Buffer ? decode(raw, message) : {}) };
}

function decode(bytes: Buffer, message: Message): object {
  const result: Record<string, unknown> = {};
  for (const { number, value } of fields(bytes)) {
    const known = message[number];
    if (known === undefined) continue;
    const [name, type] = known;
    if (!isList(type)) result[name] = decodeValue(value, type);
    else result[name] = [...((result[name] as unknown[] | undefined) ?? []), decodeValue(value, type[0])];
  }
  return result;
}

function isList(type: FieldType | readonly [FieldType]): type is readonly [FieldType] {
  return Array.isArray(type);
}

function decodeValue(value: number | Buffer, type: FieldType): unknown {
  if (type === 'integer' || !(value instanceof Buffer)) return value;
  return type === 'string' ? value.toString() : decode(value, type);
}

interface Field {
  readonly number: number;
  readonly value: number | Buffer;
}

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

// https://protobuf.dev/programming-guides/encoding
function* fields(bytes: Buffer): Generator<Field> {
  let offset = 0;
  while (offset < bytes.length) {
    const tag = readVarint(bytes, offset);
    const number = tag.value >>> 3;
    const first = readVarint(bytes, tag.end);
    switch (tag.value & 7) {
      case wireTypes.varint:
        yield { number, value: first.value };
        offset = first.end;
        break;
      case wireTypes.bytes:
        offset = first.end + first.value;
        yield { number, value: bytes.subarray(first.end, offset) };
        break;
      case wireTypes.fixed64:
        offset = tag.end + 8;
        break;
      case wireTypes.fixed32:
        offset = tag.end + 4;
        break;
      default:
        throw new RangeError('unknown protobuf wire type');
    }
  }
}

function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let offset = start, shift = 0; offset < bytes.length && shift < 64; offset += 1, shift += 7) {
    const byte = bytes.readUInt8(offset);
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, end: offset + 1 };
  }
  return { value, end: bytes.length };
}
