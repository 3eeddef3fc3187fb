import type { MediaRef } from '../core/message.ts';
import type { MatterAttachment } from '../store/matter-attachments.ts';
import { shownAs, type Shown } from './file-types.ts';

/** A file of a matter as officers see it. */
export interface FileView {
  /** Opaque. */
  readonly id: string;
  /** What the sender says it is. */
  readonly kind: MediaRef['kind'];
  readonly state: 'waiting' | 'kept' | 'refused' | 'too-large' | 'gone';
  /** How it is shown, by its content; null until it is kept. */
  readonly shown: Shown | null;
  /** For a download: letters, digits and dots only, with the ending of what it really is. */
  readonly name: string;
  /** Bytes. */
  readonly size: number | null;
}

/** The sender's name for it without path, ending, control and direction marks; 60 letters at most. */
function plainName(name: string | null): string {
  const last = (name ?? '').normalize('NFKC').split(/[/\\]/u).at(-1) ?? '';
  const words = last.replace(/\.[^.]*$/u, '').replaceAll(/[^\p{L}\p{N}-]+/gu, ' ');
  return words.trim().slice(0, 60).trim();
}

/** The file as officers see it. */
export function fileView(file: MatterAttachment): FileView {
  const { publicId: id, kind, status, size } = file;
  const known = file.type === null ? undefined : shownAs(file.type);
  const base = plainName(file.name) || kind;
  return {
    id,
    kind,
    state: status === 'erased' ? 'gone' : status,
    shown: known?.shown ?? null,
    name: known ? `${base}.${known.extension}` : base,
    size,
  };
}
