import { z } from 'zod';
import { duration } from './fields.ts';
import { secret } from './secret-field.ts';

const text = z.string('must be a text').min(1, 'must not be empty');
const prefix = z.string('must be a text').default('');
const contexts = z.array(text, 'must be a list of contexts').min(1, 'must name a context').optional();
const headerName = z
  .string('must be the name of a header')
  .regex(/^[\w-]+$/, 'must be the name of a header')
  .transform(name => name.toLowerCase());

const certificateNames = z
  .array(
    z
      .string()
      .regex(/^(CN=|DNS:|URI:|email:)./, 'must be a name such as CN=ingress or DNS:ingress.example.com'),
  )
  .min(1, 'must name a certificate');

const issuer = z
  .string('must be an address')
  .refine(isIssuer, 'must be an https address; http is for this machine alone')
  .transform(address => new URL(address));

const token = z.strictObject({ context: text.optional(), contexts });

const oidc = z.strictObject({
  name: text.default('OpenID Connect'),
  issuer,
  clientId: text,
  clientSecret: secret.optional(),
  scopes: z.array(text).default(['openid', 'profile', 'email', 'groups', 'offline_access']),
  usernameClaim: text.default('sub'),
  groupsClaim: text.default('groups'),
  usernamePrefix: prefix,
  groupsPrefix: prefix,
  acting: z.enum(['token', 'impersonate'], 'must be token or impersonate').default('token'),
  contexts,
});

const proxy = z
  .strictObject({
    from: z.array(text, 'must be a list of addresses and networks').min(1, 'must name an address'),
    secret: secret.optional(),
    secretHeader: headerName.default('x-podbay-proxy-secret'),
    clientCertificate: z
      .union(
        [z.boolean(), z.strictObject({ names: certificateNames })],
        'must be true, false or {names: […]}',
      )
      .default(false),
    userHeader: headerName.default('x-forwarded-user'),
    groupsHeader: headerName.default('x-forwarded-groups'),
    groupsSeparator: text.default(','),
    usernamePrefix: prefix,
    groupsPrefix: prefix,
    recheck: duration.optional(),
    logoutUrl: z
      .string()
      .refine(isPlace, 'must be an address, or a path such as /oauth2/sign_out')
      .optional(),
  })
  .refine(
    ({ secret: given, clientCertificate }) => (given === undefined) === (clientCertificate !== false),
    'must have either secret or clientCertificate: true',
  );

/** `auth` in the configuration file: the ways of logging in. */
export const authSection = z
  .strictObject({
    idle: duration.refine(ms => ms > 0, 'must not be 0').optional(),
    lifetime: duration.refine(ms => ms > 0, 'must not be 0').optional(),
    local: z.boolean('must be true or false').default(false),
    token: z
      .union(
        [z.literal(true).transform((): z.output<typeof token> => ({})), token],
        'must be true or settings',
      )
      .optional(),
    oidc: oidc.optional(),
    proxy: proxy.optional(),
  })
  .refine(
    way => way.local || way.token !== undefined || way.oidc !== undefined || way.proxy !== undefined,
    'must have at least one of local, token, oidc and proxy',
  );

export type AuthConfig = z.output<typeof authSection>;

function isIssuer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

function isPlace(address: string): boolean {
  return /^\/(?!\/)/.test(address) || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol));
}
