import type { AttachmentFiles } from '../services/attachment-files.ts';
import { fetchMedia } from './fetch-media.ts';
import { openRepeat, type Repeat } from './repeat.ts';
import type { Route } from './send.ts';
import { removeErased, sweepFiles } from './sweep-files.ts';
import type { GatewayTools } from './tools.ts';

/** An officer may open the matter within seconds of the picture. */
const fetchEvery = 5_000;
const sweepEvery = 3_600_000;

/** Fetches what people send, and removes what is nobody's any more; nothing without a folder. */
export function openFileJobs(
  tools: GatewayTools & { readonly files?: AttachmentFiles },
  routes: () => readonly Route[],
): readonly Repeat[] {
  const { files, store, clock, log } = tools;
  if (!files) return [];
  const fetchDue = async (): Promise<void> => {
    await removeErased(store, files);
    await fetchMedia(tools, routes(), files);
  };
  return [
    openRepeat({ name: 'files', every: fetchEvery }, fetchDue, log),
    openRepeat({ name: 'sweep', every: sweepEvery }, () => sweepFiles(store, files, clock()), log),
  ];
}
