export type { Authenticator, Credentials, User } from './auth/authenticator.ts';
export { LocalLogin, type LocalLoginOptions } from './auth/local-login.ts';
export { RefusalError } from './errors.ts';
export { Gateway, type GatewayOptions } from './gateway.ts';
export { defaultSessionLimits, type SessionLimits } from './session/session-limits.ts';
