import { z } from 'zod';

// Shapes of k8s.io/client-go `tools/clientcmd/api/v1/types.go`. Everything may be absent or null, as kubectl writes it.
const text = z
  .string()
  .nullish()
  .transform(value => (value === '' ? undefined : (value ?? undefined)));
const flag = z
  .boolean()
  .nullish()
  .transform(value => value ?? false);
const texts = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);

const cluster = z.object({
  server: text,
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': flag,
  'tls-server-name': text,
  'proxy-url': text,
  extensions: z.array(z.looseObject({ name: text, extension: z.unknown() })).nullish(),
});

const execPlugin = z.object({
  apiVersion: z.string(),
  command: z.string(),
  args: texts,
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});

const user = z.object({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': texts,
  'as-user-extra': z.record(z.string(), z.array(z.string())).nullish(),
  exec: execPlugin.nullish(),
  'auth-provider': z
    .object({ name: z.string(), config: z.record(z.string(), z.string()).nullish() })
    .nullish(),
});

const context = z.object({ cluster: text, user: text, namespace: text });

/** A kubeconfig file as it is written. */
export const kubeconfigSchema = z.object({
  clusters: z.array(z.object({ name: z.string(), cluster: cluster.nullish() })).nullish(),
  users: z.array(z.object({ name: z.string(), user: user.nullish() })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: context.nullish() })).nullish(),
  'current-context': text,
});

export type RawCluster = z.infer<typeof cluster>;
export type RawUser = z.infer<typeof user>;
export type RawContext = z.infer<typeof context>;
export type RawExecPlugin = z.infer<typeof execPlugin>;
