import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { RequestHandler } from 'express';
import { fileURLToPath } from 'node:url';
import { templates } from '../pages.ts';

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

function openAsset(file: string): Asset {
  const body = readFileSync(resolve(templates, file));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  const type = basename(file);
  return { path: `/admin/aset/${type.replace('.', `-${hash}.`)}`, type, body };
}

const openAssets = () => ({
  css: openAsset('admin/admin.css'),
  js: openAsset('admin/admin.js'),
  icon: openAsset('simulator/icon.svg'),
  deskCss: openAsset('admin/desk.css'),
  deskJs: openAsset('admin/desk.js'),
  // The counter of the service itself, in the browser.
  sms: openAsset(fileURLToPath(new URL('../../core/sms.js', import.meta.url))),
});

let opened: ReturnType<typeof openAssets> | undefined;

/** Read at the first page and kept. */
const assets = (): NonNullable<typeof opened> => (opened ??= openAssets());

/** Addresses of stylesheet, script and icon; a change of the file changes its address. */
export function assetPaths() {
  const { css, js, icon, deskCss, deskJs, sms } = assets();
  const desk = { css: deskCss.path, js: deskJs.path, sms: sms.path } as const;
  return { css: css.path, js: js.path, icon: icon.path, desk } as const;
}

/** Serves them to whoever asks, to be kept for a year: nothing in them is anybody's. */
export function serveAsset(): RequestHandler {
  return (request, response, next) => {
    const asset = Object.values(assets()).find(({ path }) => path === request.originalUrl);
    if (!asset) return next();
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    response.setHeader('etag', `"${asset.path}"`);
    response.type(asset.type).send(asset.body);
  };
}
