export type { StreamPath } from './streaming/stream-request.ts';
