import { closeSync, existsSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { openClassifier, type Classifier } from './classifier.ts';
import { languageHash } from './language-files.ts';

/*
 * Learning the examples takes half a second and 40 MB: a build does it once and keeps the outcome
 * beside its files, so that a server need not at every start. Code belongs to its build; whether the
 * examples and words are still the same is asked when it is read.
 */
const place = new URL('../../understanding.bin', import.meta.url);

/** What the file begins with, as JSON behind its length: the rest are the weights, as they lie in memory. */
interface Head {
  /** `languageHash` when it was learnt. */
  readonly of: string;
  readonly labels: readonly string[];
  readonly features: readonly string[];
}

const isHead = (value: unknown): value is Head =>
  typeof value === 'object' && value !== null && 'of' in value && 'features' in value;

/** Where numbers may begin behind so many bytes: they are read in place. */
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Keeps it with this build. */
export function keepModel(model: Classifier): void {
  const { labels, features, weights, bias } = model.keep();
  const head = Buffer.from(JSON.stringify({ of: languageHash(), labels, features }));
  const start = Buffer.alloc(aligned(4 + head.length));
  start.writeUInt32LE(head.length);
  head.copy(start, 4);
  writeFileSync(place, Buffer.concat([start, bytesOf(bias), bytesOf(weights)]));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/**
 * The file in memory of its own, where numbers begin where they may; not copied from a Buffer: malloc
 * keeps more of what is given back once a piece so big was.
 */
function readPlace(): Uint8Array<ArrayBuffer> {
  const file = openSync(place, 'r');
  try {
    const bytes = new Uint8Array(fstatSync(file).size);
    if (readSync(file, bytes) < bytes.length)
      throw new Error('what was learnt could not be read whole');
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** What this build has learnt; undefined when it has not, or templates/language changed since. */
export function readKeptModel(): Classifier | undefined {
  if (!existsSync(place)) return undefined;
  const file = readPlace();
  const length = new DataView(file.buffer).getUint32(0, true);
  const head: unknown = JSON.parse(Buffer.from(file.buffer, 4, length).toString('utf8'));
  if (!isHead(head) || head.of !== languageHash()) return undefined;
  const start = aligned(4 + length);
  const bias = new Float64Array(file.buffer, start, head.labels.length);
  const weights = new Float64Array(file.buffer, start + bias.byteLength);
  return openClassifier({ ...head, bias, weights });
}
