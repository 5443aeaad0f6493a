export type { AuditEvent, AuditEventName, AuditedReap, AuditSink, AuditSubject } from './audit.ts';
export type { Authenticator, Credentials, User } from './auth/authenticator.ts';
export { LocalLogin, type LocalLoginOptions } from './auth/local-login.ts';
export * from './debug/index.ts';
export { RefusalError } from './errors.ts';
export { Gateway, type GatewayOptions } from './gateway.ts';
export { defaultStateDir } from './journal/state-dir.ts';
export { defaultLimits, type GatewayLimits } from './limits.ts';
