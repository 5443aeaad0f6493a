import { readFile } from 'node:fs/promises';
import type { DebugSettings, GatewayLimits, Policy, RecordingsOptions } from '@podbay/gateway';
import type { ReapMode } from '@podbay/gateway/cluster';
import type { Snippet } from '@podbay/protocol';
import { parse, YAMLError } from 'yaml';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { type AuditConfig, auditSection } from './audit-section.ts';
import { type AuthConfig, authSection } from './auth-section.ts';
import { debugSection } from './debug-section.ts';
import { count, duration, size } from './fields.ts';
import { policySection } from './policy-section.ts';
import { recordingSection } from './recording-section.ts';
import { type ServerConfig, serverSection, type TlsConfig, tlsSection } from './server-section.ts';
import { snippetsSection } from './snippets-section.ts';

/** What a configuration file says. Everything in it is optional. */
export interface Config {
  readonly limits: Partial<GatewayLimits>;
  /** How long people have to finish when podbay is told to end. */
  readonly drainMs?: number;
  /** What is ended of a session that ends before its shell has exited. */
  readonly reapMode?: ReapMode;
  /** Who may open what, on top of what Kubernetes allows. */
  readonly policy?: Policy;
  /** Where sessions are recorded that the policy wants recorded. */
  readonly recording?: RecordingsOptions;
  /** Where the audit goes. */
  readonly audit?: AuditConfig;
  /** The ways of logging in; left out: by the printed link. */
  readonly auth?: AuthConfig;
  /** How browsers reach the gateway. */
  readonly server?: ServerConfig;
  /** The server's own certificate; left out: plain HTTP. */
  readonly tls?: TlsConfig;
  /** Commands that everybody is offered to insert. */
  readonly snippets?: readonly Snippet[];
  /** What debug containers are like. */
  readonly debug?: Partial<DebugSettings>;
}

const limitsSchema = z
  .strictObject({
    grace: duration,
    idle: duration,
    maxLifetime: duration,
    warn: duration,
    reap: duration,
    ring: size.refine(isRingSize, 'must be 16Ki times a power of two, e.g. 2Mi'),
    highWatermark: size,
    lowWatermark: size,
    detachedRate: size,
    maxQueuedInput: size,
    maxMessage: size,
    scrollbackLines: count,
    maxSessions: count,
    maxSessionsPerUser: count,
    maxSessionsPerPod: count,
    attachBurst: count,
    attachesPerMinute: count,
    loginBurst: count,
    loginsPerMinute: count,
    heartbeat: duration.refine(ms => ms >= 1000, 'must be 1s or more'),
    accessCheck: duration.refine(ms => ms === 0 || ms >= 1000, 'must be 0s, or 1s or more'),
  })
  .partial();

type Limits = z.output<typeof limitsSchema>;

const configSchema = z
  .strictObject({
    drain: duration.optional(),
    reapMode: z.enum(['hangup', 'kill'], 'must be hangup or kill').optional(),
    limits: limitsSchema
      .refine(isOrdered, 'lowWatermark must be below highWatermark, and highWatermark below ring')
      .optional(),
    policy: policySection.optional(),
    recording: recordingSection.optional(),
    audit: auditSection.optional(),
    auth: authSection.optional(),
    server: serverSection.optional(),
    tls: tlsSection.optional(),
    snippets: snippetsSection.optional(),
    debug: debugSection.optional(),
  })
  .refine(({ auth, tls }) => !auth?.proxy?.clientCertificate || tls?.clientCa !== undefined, {
    path: ['auth', 'proxy', 'clientCertificate'],
    message: 'needs tls.clientCa, the authority of the certificate',
  });

/** The limits' names in the file, beside their names in the gateway, which tell the unit. */
const gatewayNames = {
  grace: 'graceMs',
  idle: 'idleMs',
  maxLifetime: 'maxLifetimeMs',
  warn: 'warnMs',
  reap: 'reapMs',
  ring: 'ringBytes',
  highWatermark: 'highWatermark',
  lowWatermark: 'lowWatermark',
  detachedRate: 'detachedBytesPerSecond',
  maxQueuedInput: 'maxQueuedInputBytes',
  maxMessage: 'maxMessageBytes',
  scrollbackLines: 'scrollbackLines',
  maxSessions: 'maxSessions',
  maxSessionsPerUser: 'maxSessionsPerUser',
  maxSessionsPerPod: 'maxSessionsPerPod',
  attachBurst: 'attachBurst',
  attachesPerMinute: 'attachesPerMinute',
  loginBurst: 'loginBurst',
  loginsPerMinute: 'loginsPerMinute',
  heartbeat: 'heartbeatMs',
  accessCheck: 'accessCheckMs',
} as const satisfies Record<keyof Limits, keyof GatewayLimits>;

const noRecordings =
  'policy: a rule demands recordings (record: always), so recording.directory must say where they go';

/** Whether any rule of a policy wants sessions recorded. */
export function demandsRecording(policy: Policy | undefined): boolean {
  return policy?.rules.some(({ restrictions }) => restrictions.record === 'always') ?? false;
}

/** Reads a configuration file. Rejects with a `CliError` that names the file, and what is wrong in it. */
export async function readConfig(path: string): Promise<Config> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliError(
      `${path}: can't be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    );
  });
  return parseConfig(text, path);
}

/** The configuration in a file's text; `origin` names it in errors. */
export function parseConfig(text: string, origin: string): Config {
  const result = configSchema.safeParse(parseYaml(text, origin) ?? {});
  if (!result.success) throw new CliError(`${origin}: ${explain(result.error)}`);
  const { drain, reapMode, limits = {}, policy, recording, ...rest } = result.data;
  const { audit, auth, server, tls, snippets, debug } = rest;
  if (recording === undefined && demandsRecording(policy)) throw new CliError(`${origin}: ${noRecordings}`);
  const named = Object.entries(limits).map(([name, value]) => [gatewayNames[name as keyof Limits], value]);
  return {
    limits: Object.fromEntries(named),
    ...(drain !== undefined && { drainMs: drain }),
    ...(reapMode && { reapMode }),
    ...(policy && { policy }),
    ...(recording && { recording }),
    ...(audit && { audit }),
    ...(auth && { auth }),
    ...(server && { server }),
    ...(tls && { tls }),
    ...(snippets && { snippets }),
    ...(debug && { debug }),
  };
}

function parseYaml(text: string, origin: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    throw new CliError(`${origin}: is not valid YAML: ${error.message.split('\n')[0]}`);
  }
}

function explain(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return [path, issue?.message].filter(Boolean).join(': ');
}

function isRingSize(bytes: number): boolean {
  return bytes >= 16_384 && Number.isInteger(Math.log2(bytes / 16_384));
}

function isOrdered({ lowWatermark, highWatermark, ring }: Limits): boolean {
  const low = lowWatermark ?? 0;
  return (
    (highWatermark === undefined || low < highWatermark) &&
    (ring === undefined || (highWatermark ?? 0) < ring)
  );
}
