import type { Telegram } from 'telegraf';
import { z } from 'zod';
import { download, patient, refusedFile } from '../download.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { withoutCause, type BotLogin } from './client.ts';

/** A path under the bot's files: nothing that leads out of them, no file of a server's own disk. */
const described = z.object({
  file_path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]{1,400}$/),
  file_size: z.int().optional().catch(undefined),
});

/** Bytes of a file that came with a message, at most `limit`. Its address holds the token: it stays here. @throws SendError */
export async function fetchFromTelegram(
  { client, login, outside }: { client: Telegram; login: BotLogin; outside: Outside },
  ref: string,
  limit: number,
): Promise<Buffer> {
  const read = described.safeParse(await client.getFile(ref));
  if (!read.success) throw unreadableAnswer();
  const { file_path: path, file_size: size = 0 } = read.data;
  if (size > limit) throw refusedFile('too-large');
  const url = new URL(`${login.apiUrl}/file/bot${login.token}/${path}`);
  return download(patient(outside), { url, headers: {}, limit }).catch((error: unknown) => {
    throw withoutCause(error);
  });
}
