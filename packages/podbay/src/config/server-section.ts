import { z } from 'zod';

const origin = z.string('must be an origin such as https://podbay.example.com').transform((text, context) => {
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  if (/^https?:\/\/[^*]+$/.test(origin) && text.replace(/\/$/, '').toLowerCase() === origin) return origin;
  context.addIssue({
    code: 'custom',
    message: `must be an origin such as https://podbay.example.com, not ${JSON.stringify(text)}`,
  });
  return z.NEVER;
});
const texts = z.array(z.string('must be a list of texts').min(1));
const path = z.string('must be a path').min(1, 'must be a path');

/** `server` in the configuration file: how browsers reach the gateway. */
export const serverSection = z.strictObject({
  publicUrl: origin.optional(),
  origins: z.array(origin).default([]),
  hostNames: texts.default([]),
  trustedProxies: texts.default([]),
  frameAncestors: texts.default([]),
});

export type ServerConfig = z.output<typeof serverSection>;

/** `tls` in the configuration file: the server's own certificate. */
export const tlsSection = z.strictObject({
  cert: path,
  key: path,
  clientCa: path.optional(),
  clientAuth: z.enum(['require', 'optional'], 'must be require or optional').default('require'),
});

export type TlsConfig = z.output<typeof tlsSection>;
