export * from './audit/index.ts';
export type {
  Authenticator,
  Login,
  LoginEnd,
  LoginRoute,
  LogOut,
  Sender,
  User,
} from './auth/authenticator.ts';
export { joinLogins } from './auth/join-logins.ts';
export { LocalLogin, type LocalLoginOptions } from './auth/local-login.ts';
export { LoginStore, type LoginStoreOptions } from './auth/login-store.ts';
export { OidcLogin, type OidcLoginOptions } from './auth/oidc-login.ts';
export { ProxyLogin, type ProxyLoginOptions } from './auth/proxy-login.ts';
export { TokenLogin, type TokenLoginOptions, type TokenUser } from './auth/token-login.ts';
export * from './debug/index.ts';
export { type DebugSettings, defaultDebugSettings } from './debug-containers.ts';
export { RefusalError } from './errors.ts';
export { Gateway, type GatewayOptions } from './gateway.ts';
export { ServerCertificate, type ServerCertificateOptions } from './http/server-certificate.ts';
export { isSecure, type SiteOptions } from './http/site.ts';
export { defaultStateDir } from './journal/state-dir.ts';
export { defaultLimits, type GatewayLimits } from './limits.ts';
export * from './policy/index.ts';
export type { RecordingsOptions } from './recorder/recordings.ts';
export { RulePolicy } from './rule-policy.ts';
export type { SessionPolicy, SessionQuestion, SessionVerdict } from './session-policy.ts';
