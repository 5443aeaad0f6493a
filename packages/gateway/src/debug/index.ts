export type { SessionInspection } from '../session/inspect.ts';
export { DebugServer } from './debug-server.ts';
export type { EventLoopDelay } from './event-loop.ts';
export type { Counts, Resources } from './resources.ts';
export type { DebugSource, GatewayInspection } from './source.ts';
