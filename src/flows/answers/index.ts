import type { AnswerKind } from '../types.ts';
import { area } from './area.ts';
import { category } from './category.ts';
import { date } from './date.ts';
import { education } from './education.ts';
import { money } from './money.ts';
import { name } from './name.ts';
import { nik } from './nik.ts';
import { number } from './number.ts';
import { numbers } from './numbers.ts';
import { phone } from './phone.ts';
import { question } from './question.ts';
import { ratings } from './ratings.ts';
import { reference } from './reference.ts';
import { search } from './search.ts';
import { skills } from './skills.ts';
import { text } from './text.ts';
import { unsure } from './unsure.ts';
import { words } from './words.ts';
import { year } from './year.ts';
import { yesno } from './yesno.ts';

/** Kinds of answer that a flow may name; `choice` is made for each question. */
export const answerKinds: Readonly<Record<string, AnswerKind>> = {
  area,
  category,
  date,
  education,
  money,
  name,
  nik,
  number,
  numbers,
  phone,
  question,
  ratings,
  reference,
  search,
  skills,
  text,
  unsure,
  words,
  year,
  yesno,
};
