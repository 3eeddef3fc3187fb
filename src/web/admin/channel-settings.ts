import { ConfigError, SendError, SettingsError } from '../../core/errors.ts';
import type { Medium } from '../../core/message.ts';
import type { ChannelForm } from '../../gateway/channel-forms.ts';
import type { SettingWords } from '../../services/channel-words.ts';
import { fieldOf, settingsOf } from './channel-view.ts';
import { FormError, type AdminCall, type FieldErrors } from './route.ts';

/** A form of settings as it was sent: any fields. */
export type SettingsForm = Readonly<Record<string, unknown>>;

type Settings = Readonly<Record<string, string>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What a setting is from now on; a secret that is left empty stays, unless it is to go. */
function valueOf(setting: SettingWords, form: SettingsForm, before: Settings): string {
  if (setting.fixed !== undefined) return setting.fixed;
  const typed = textOf(form[fieldOf(setting)]);
  const stays = setting.secret && typed === '' && form[`hapus-${setting.name}`] === undefined;
  return stays ? (before[setting.name] ?? '') : typed;
}

/** The settings that a form asks for, over those before; empty ones are not there. */
export function settingsFrom(kind: ChannelForm, form: SettingsForm, before: Settings): Settings {
  const values = settingsOf(kind).map((one) => [one.name, valueOf(one, form, before)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== '' && value.length <= 2_000));
}

/** What is wrong, beside the field that it is about. */
function errorsOf(kind: ChannelForm, error: SettingsError): FieldErrors {
  const known = settingsOf(kind);
  return Object.fromEntries(
    error.problems.map(({ setting, problem }) => {
      const words = known.find(({ name }) => name === setting);
      return [words ? fieldOf(words) : 'semua', `setting-${problem}`];
    }),
  );
}

/**
 * Settings that fit, with the medium of their sender: tried on the channel itself, which is opened
 * and closed. @throws FormError naming what is wrong
 */
export async function examined(
  { parts, form }: Pick<AdminCall<SettingsForm>, 'parts' | 'form'>,
  kind: ChannelForm,
  { name, before }: { readonly name: string; readonly before: Settings },
): Promise<{ readonly settings: Settings; readonly medium: Medium }> {
  const settings = settingsFrom(kind, form, before);
  const { channel } = kind;
  try {
    return { settings, medium: await parts.gateway.examine({ channel, name, settings }) };
  } catch (error) {
    if (error instanceof SettingsError) throw new FormError(errorsOf(kind, error));
    if (error instanceof ConfigError) throw new FormError({ semua: 'setting-refused' });
    if (error instanceof SendError) throw new FormError({ semua: 'setting-unreachable' });
    throw error;
  }
}
