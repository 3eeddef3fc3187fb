import * as fc from 'fast-check';
import { z } from 'zod';

/** So much of JSON Schema as our forms and bodies are described with. */
interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
}

/** What has broken pages elsewhere, as the value of a field. `rahasia` is looked for in logs. */
const hostile: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u202Egnp.exe rahasia',
  '\u200B\u2066rahasia\u2069',
  '\u{1F600}rahasia',
  '\uFFFE',
  '\u001B[2J\u001B[31mrahasia\u009B1m',
  'rahasia\r\nset-cookie: a=b',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '99999999999999999999',
  'K99999999999999999999',
  'D0',
  '%00',
  "rahasia'; drop table officers; --",
  '% _ \\ rahasia:* & | ! <-> "',
  '<script>alert("rahasia")</script>',
  '{"__proto__":{"admin":true}}',
  '../../../../etc/passwd',
  '=cmd|rahasia!A0',
  '2026-13-45',
  '275760-09-14',
  'x'.repeat(5_000),
  '\u0301'.repeat(900),
];

/** What a field may hold that is in order. */
const usual: readonly string[] = [
  '1',
  '3',
  'ya',
  '35.08',
  '35.08.04',
  'K1001',
  'L1001',
  'D1001',
  '1,2,3',
  '2026-11-30',
  '08.00',
  'Penjahit Pasirian',
  'siti',
  '081234567890',
  '2147483648',
  '08.00-12.00, 13.00-15.00',
  'http://127.0.0.1:9/kirim',
];

/** Fields of forms whose schema names none. */
const loose: readonly string[] = (
  'nama-0 petugas-0 saluran-0 alamat-0 hari-0 mulai-0 sampai-0 atasan-0 nama-999 senin sabtu ' +
  'libur masuk keluar standar-question audit pencarian label HTTP_SMS_SEND_URL ' +
  'rahasia-HTTP_SMS_SECRET __proto__ constructor'
).split(' ');

const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...usual) },
  { weight: 4, arbitrary: fc.constantFrom(...hostile) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

const anything = fc.oneof(
  text,
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 53, 1e308, [], {}, [[]], ['\0']),
  fc.jsonValue({ maxDepth: 2 }),
);

const number = fc.constantFrom(0, 1, 3, -1, 20, 2 ** 31, 2 ** 53, 0.5, 1_000_000_000);

function objectOf({ properties = {}, required = [], ...more }: Shape): fc.Arbitrary<unknown> {
  const isOpen = Boolean(more.additionalProperties);
  const others = isOpen ? loose.map((name) => [name, { type: 'string' }] as const) : [];
  const fields = [...others, ...Object.entries(properties)];
  const known = Object.fromEntries(fields.map(([name, shape]) => [name, valuesOf(shape)]));
  return fc.record(known, { requiredKeys: required.filter((name) => name in known) });
}

const ofType: Readonly<Record<string, (shape: Shape) => fc.Arbitrary<unknown>>> = {
  object: objectOf,
  array: ({ items = {} }) => fc.array(valuesOf(items), { maxLength: 5 }),
  integer: () => number,
  number: () => number,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

function rightly(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map(valuesOf));
  return ofType[shape.type ?? '']?.(shape) ?? text;
}

/** Mostly of the right type, so that it comes as far as the database; its texts are what they are. */
function valuesOf(shape: Shape): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: rightly(shape) }, { weight: 1, arbitrary: anything });
}

/** Bodies, forms or queries that are described by a schema, each field of them hostile now and then. */
export function hostileValues(schema: z.ZodType): fc.Arbitrary<unknown> {
  const shape: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return valuesOf(shape as Shape);
}

/** What is there, by the name of a part of a path. */
const there: Readonly<Record<string, readonly string[]>> = {
  office: ['35.08'],
  number: ['K1001', 'A1001', 'D1001', 'L1001', '1'],
  id: ['1', '2'],
  name: ['kantor', 'jam'],
};

/** What stands for `:number` in a path: mostly something that is there. */
export const pathParts = (name: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...(there[name] ?? ['1'])) },
    { weight: 1, arbitrary: text },
  );
