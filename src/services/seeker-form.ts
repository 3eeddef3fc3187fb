import { z } from 'zod';
import { educationLevels } from '../core/education.ts';

/** A line of text that an officer types; PostgreSQL takes no NUL. */
export const line = (longest: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .max(longest, 'too-long')
        .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'wrong'),
    );

export const personName = line(60).pipe(
  z
    .string()
    .min(1, 'needed')
    .regex(/^[\p{L}\p{M}\s.,'’`/-]+$/u, 'not-a-name'),
);

const skills = line(300)
  .transform((text) => [...new Set(text.split(/\s*[,;]\s*/u).filter((skill) => skill !== ''))])
  .pipe(z.array(z.string().max(60, 'too-long')).max(10, 'too-many'));

/** What an officer corrects from the papers. `nik` is empty when it is right. */
export const correctionForm = z.object({
  name: personName,
  nik: line(30),
  gender: z.enum(['L', 'P'], 'wrong'),
  birthDate: z.iso.date('not-a-date'),
  education: z.enum(educationLevels, 'wrong'),
  skills,
  area: line(120),
  phone: line(30),
});
