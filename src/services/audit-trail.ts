import { selectAudit, type AuditPart } from '../store/audit.ts';
import { findOfficersById } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';

/** One deed, as a person reads it. */
export interface AuditLine {
  readonly id: number;
  readonly at: number;
  /** The officer's name; for others the actor as stored: `command`, `clock`, `contact`. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const officerId = (text: string): number => Number(/^officer:(\d+)$/.exec(text)?.[1] ?? 0);

/** Deeds, the latest first, officers by their names. @throws RejectedRequest 400 for a wrong cursor */
export async function auditTrail(
  db: Db,
  query: PageQuery & Pick<AuditPart, 'office' | 'subject' | 'actor'>,
): Promise<Page<AuditLine>> {
  const page = await readPage(
    query,
    (part) => selectAudit(db, { ...query, ...part }),
    (row) => row,
  );
  const ids = page.items.flatMap(({ actor, subject }) => [officerId(actor), officerId(subject)]);
  const officers = await findOfficersById(
    db,
    [...new Set(ids)].filter((id) => id > 0),
  );
  const named = (text: string): string => officers.get(officerId(text))?.name ?? text;
  return {
    next: page.next,
    items: page.items.map((row) => ({
      ...row,
      actor: named(row.actor).replace(/^contact:\d+$/, 'contact'),
      subject: named(row.subject),
    })),
  };
}
