import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive. */
export interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the archive says of its size, where that is not the truth. */
  readonly claimed?: number;
}

function head({ name, bytes, claimed = bytes.length }: Entry, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(claimed, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

/** Packs files as every other program does, so that a hostile one comes as far as it can. */
export function zipOf(entries: readonly Entry[]): Buffer {
  const [pieces, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes);
    const fields = head(entry, packed);
    const piece = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      fields,
      Buffer.from(entry.name),
      packed,
    ]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), fields, rest, Buffer.from(entry.name));
    pieces.push(piece);
    at += piece.length;
  }
  const entriesBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(entriesBytes.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, entriesBytes, end]);
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

/** The words of a sheet: a header and a row. */
export const sheetXml = `${xml}<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>46000</v></c><c r="B2" t="b"><v>1</v></c></row></sheetData></worksheet>`;

/** A workbook around the words of its only sheet. */
export function workbook(sheet: Buffer | string): readonly Entry[] {
  const parts: Readonly<Record<string, string | Buffer>> = {
    '[Content_Types].xml': `${xml}<Types xmlns="${packages}/content-types"/>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `${xml}<sst xmlns="${main}" count="1" uniqueCount="1"><si><t>n</t></si></sst>`,
    'xl/worksheets/sheet1.xml': sheet,
  };
  return Object.entries(parts).map(([name, part]) => ({ name, bytes: Buffer.from(part) }));
}
