import { allRows } from './statement.ts';
import type { Db } from './store.ts';

export type ReadyAnswerStatus = 'draft' | 'published' | 'disabled';

/** A ready answer as an office has written it, over the file's with the same key. */
export interface StoredAnswer {
  readonly id: number;
  readonly key: string;
  readonly questions: readonly string[];
  readonly needs: readonly string[];
  readonly answer: string;
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly checkedOn: string;
  readonly confirmed: boolean;
  readonly status: ReadyAnswerStatus;
  readonly officerId: number | null;
  readonly updatedAt: number;
}

interface Row {
  readonly id: number;
  readonly key: string;
  readonly questions: string;
  readonly needs: string;
  readonly answer: string;
  readonly source: string;
  readonly checked_on: string;
  readonly confirmed: number;
  readonly status: ReadyAnswerStatus;
  readonly officer_id: number | null;
  readonly updated_at: number;
}

const list = (json: string): readonly string[] => JSON.parse(json) as string[];

function toAnswer(row: Row): StoredAnswer {
  return {
    id: row.id,
    key: row.key,
    questions: list(row.questions),
    needs: list(row.needs),
    answer: row.answer,
    source: row.source,
    checkedOn: row.checked_on,
    confirmed: row.confirmed === 1,
    status: row.status,
    officerId: row.officer_id,
    updatedAt: row.updated_at,
  };
}

/** What an office has written itself, oldest first. */
export async function selectReadyAnswers(
  db: Db,
  officeCode: string,
): Promise<readonly StoredAnswer[]> {
  const rows = await allRows<Row>(
    db,
    `select id, key, questions, needs, answer, source, checked_on, confirmed, status, officer_id,
       updated_at
     from ready_answers where office_code = ? order by id`,
    [officeCode],
  );
  return rows.map(toAnswer);
}

/** Keeps an office's answer under its key, over what was there. */
export async function putReadyAnswer(
  { sql }: Db,
  officeCode: string,
  answer: Omit<StoredAnswer, 'id'>,
): Promise<void> {
  const columns = {
    questions: JSON.stringify(answer.questions),
    needs: JSON.stringify(answer.needs),
    answer: answer.answer,
    source: answer.source,
    checked_on: answer.checkedOn,
    confirmed: answer.confirmed ? 1 : 0,
    status: answer.status,
    officer_id: answer.officerId,
    updated_at: answer.updatedAt,
  };
  await sql('ready_answers')
    .insert({ office_code: officeCode, key: answer.key, ...columns })
    .onConflict(['office_code', 'key'])
    .merge(columns);
}

/** Takes an office's own writing back; false when there was none. */
export async function deleteReadyAnswer(
  { sql }: Db,
  officeCode: string,
  key: string,
): Promise<boolean> {
  const gone: number = await sql('ready_answers').where({ office_code: officeCode, key }).delete();
  return gone === 1;
}

/** How often each answer was offered, and accepted with YA, since a moment. */
export async function countOffers(
  { sql }: Db,
  officeCode: string,
  since: number,
): Promise<ReadonlyMap<string, { readonly offered: number; readonly accepted: number }>> {
  const rows: { key: string; offered: number | string; accepted: number | string }[] = await sql(
    'matter_offers as r',
  )
    .join('matters as m', 'm.id', 'r.matter_id')
    .select({ key: 'r.answer_key' })
    .count({ offered: '*', accepted: 'r.accepted_at' })
    .where('m.office_code', officeCode)
    .where('r.offered_at', '>=', since)
    .groupBy('r.answer_key');
  return new Map(
    rows.map(({ key, offered, accepted }) => [
      key,
      { offered: Number(offered), accepted: Number(accepted) },
    ]),
  );
}
