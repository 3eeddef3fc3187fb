import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readBackupSettings, type BackupSettings } from './core/backup-settings.ts';
import { ConfigError, toConfigError } from './core/errors.ts';
import {
  keyFileOf,
  loneId,
  readNamedSecrets,
  readSecret,
  secretsOfFolder,
  type Secrets,
} from './core/key-file.ts';

/** Every setting that is not a channel's own; see `.env.example`. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly trustProxy: boolean;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** Connections that this process holds to PostgreSQL at most, besides those of news and of reports. */
  readonly databasePool: number;
  /** Milliseconds after which PostgreSQL gives a statement up. */
  readonly databaseTimeout: number;
  readonly secrets: Secrets;
  /** Where the secrets were read, unless they are settings. */
  readonly keyFile?: string;
  readonly backup: BackupSettings;
  readonly office: string;
  /** The clock of the office, e.g. `Asia/Jakarta`. */
  readonly timezone: string;
  readonly logLevel: string;
  readonly simulator: boolean;
  /** What one SMS segment costs the office, for the simulator and the budget. */
  readonly smsSegmentRupiah: number;
  readonly dailySegments?: number;
  readonly killAt?: string;
  /** The environment, for the channels' own settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const onOff = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((v) => /^(on|true|1)$/.test(v));

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: onOff.default(false),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
  DATABASE_TIMEOUT: z.coerce.number().min(1).max(3_600).default(30),
  SECRET_KEY: z.string().optional(),
  SECRET_KEYS: z.string().optional(),
  BACKUP_DIR: z.string().optional(),
  BACKUP_KEY: z.string().optional(),
  BACKUP_AT: z.coerce.number().int().min(0).max(23).default(2),
  OFFICE_CODE: z
    .string()
    .regex(/^35(\.\d\d)?$/, 'must be a code such as 35.08')
    .default('35.08'),
  TZ: z.string().refine(isTimezone, 'must be a clock such as Asia/Jakarta').default('Asia/Jakarta'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
  SIMULATOR: onOff.optional(),
  SMS_DAILY_SEGMENTS: z.coerce.number().int().positive().optional(),
  SMS_SEGMENT_RUPIAH: z.coerce.number().nonnegative().default(350),
  KILL_AT: z.string().optional(),
});

type Settings = z.infer<typeof schema>;

/** An empty value in an env file means: not set. */
const withoutEmpty = (
  env: Record<string, string | undefined>,
): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

function readSettings(env: Record<string, string | undefined>): Settings {
  const { success, data, error } = schema.safeParse(env);
  if (success) return data;
  const lines = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError(`Settings are wrong. ${lines.join('; ')}`);
}

/** The secrets, and the file that they stand in unless they are settings. */
function readSecrets(
  settings: Settings,
  dataDir: string,
  makesKey = true,
): Pick<Config, 'secrets' | 'keyFile'> {
  const { SECRET_KEYS, SECRET_KEY } = settings;
  if (SECRET_KEYS) return { secrets: readNamedSecrets(SECRET_KEYS, 'SECRET_KEYS') };
  if (SECRET_KEY) return { secrets: [readSecret(loneId, SECRET_KEY, 'SECRET_KEY')] };
  if (settings.DATABASE_URL) {
    throw new ConfigError(
      'DATABASE_URL needs SECRET_KEY as well: several processes must share one key. Make one with: openssl rand -base64 32',
    );
  }
  if (!makesKey && !existsSync(keyFileOf(dataDir))) {
    throw new ConfigError(
      `${keyFileOf(dataDir)} is missing. Put your copy of the old key there (mode 600), then do it again`,
    );
  }
  try {
    return { secrets: secretsOfFolder(dataDir), keyFile: keyFileOf(dataDir) };
  } catch (error) {
    throw toConfigError('DATA_DIR', error);
  }
}

function readTls({ TLS_CERT, TLS_KEY }: Settings): { cert: string; key: string } | undefined {
  if (TLS_CERT === undefined && TLS_KEY === undefined) return undefined;
  if (TLS_CERT === undefined) throw new ConfigError('TLS_KEY is set, TLS_CERT is missing');
  if (TLS_KEY === undefined) throw new ConfigError('TLS_CERT is set, TLS_KEY is missing');
  return { cert: TLS_CERT, key: TLS_KEY };
}

/** The environment, over the file `.env` of the working folder where there is one. */
function readEnvironment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/**
 * Reads all settings at once. With nothing set at all it serves on the embedded database; its key is
 * made where there is none, unless `makesKey` is false.
 * @throws ConfigError naming every wrong or missing setting
 */
export function readConfig(environment = readEnvironment(), makesKey?: boolean): Config {
  const env = withoutEmpty(environment);
  const settings = readSettings(env);
  const dataDir = resolve(settings.DATA_DIR);
  const tls = readTls(settings);
  return {
    ...(tls && { tls }),
    ...(settings.DATABASE_URL && { databaseUrl: settings.DATABASE_URL }),
    ...(settings.SMS_DAILY_SEGMENTS && { dailySegments: settings.SMS_DAILY_SEGMENTS }),
    ...(settings.KILL_AT && { killAt: settings.KILL_AT }),
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/$/, ''),
    trustProxy: settings.TRUST_PROXY,
    dataDir,
    databasePool: settings.DATABASE_POOL,
    databaseTimeout: settings.DATABASE_TIMEOUT * 1_000,
    ...readSecrets(settings, dataDir, makesKey),
    backup: readBackupSettings(settings, dataDir),
    office: settings.OFFICE_CODE,
    timezone: settings.TZ,
    logLevel: settings.LOG_LEVEL,
    simulator: settings.SIMULATOR ?? settings.NODE_ENV !== 'production',
    smsSegmentRupiah: settings.SMS_SEGMENT_RUPIAH,
    env,
  };
}
