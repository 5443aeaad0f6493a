export type { OidcOptions } from './access/oidc.ts';
export type { ContainerPlace, DemoCluster } from './demo-cluster.ts';
export type { Container, ContainerProcess, ProcessInfo } from './runtime/runtime.ts';
export type { UserName } from './seed/rbac.ts';
export { type DemoClusterOptions, startDemoCluster } from './start-demo-cluster.ts';
export type { Fault, FaultScope, Faults, MalformedFrame } from './streaming/faults.ts';
export type { StreamPath } from './streaming/stream-request.ts';
