import { ConfigError } from '../../core/errors.ts';
import { guardCurve } from './guard.ts';
import { containBaileys } from './quiet.ts';

/** The package that speaks WhatsApp's protocol. Its libsignal is GPL-3.0: see docs/panduan-whatsapp-tertaut.md. */
export type Baileys = typeof import('@whiskeysockets/baileys');

const name = '@whiskeysockets/baileys';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

/**
 * Loads Baileys with its signature check corrected and itself contained. It is an optional dependency: 50 MB, and GPL-3.0
 * code among it, that an office without a linked phone does without.
 * @throws ConfigError when it is not installed, or the check cannot be trusted
 */
export async function loadBaileys(
  load: () => Promise<Baileys> = () => import('@whiskeysockets/baileys'),
): Promise<Baileys> {
  try {
    const baileys = await load();
    containBaileys();
    guardCurve(baileys.Curve, import.meta.resolve(name));
    return baileys;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new ConfigError(
      `Channel whatsapp: ${name} is not installed; install it with npm install --include=optional, or take WHATSAPP_LINKED away`,
      { cause: error },
    );
  }
}
