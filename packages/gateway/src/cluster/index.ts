export { RefusalError } from '../errors.ts';
export {
  type GatewayIdentity,
  gatewayIdentity,
  type Identity,
  type ImpersonatedIdentity,
  type TokenIdentity,
} from '../identity.ts';
export type { AccessAnswer, AccessQuestion } from './access-review.ts';
export type { Admission, Admit } from './admission.ts';
export { apiPath } from './api-client.ts';
export { ApiError } from './api-error.ts';
export type { Cluster } from './cluster.ts';
export { type ClusterSource, Clusters, type ClustersOptions, loadClusters } from './clusters.ts';
export { ConfigError, type ConfigErrorCode } from './config-error.ts';
export { type ExecFacts, explainExec, explainNotExecutable } from './explain.ts';
export type { IdentityAnswer, KnownUser } from './identity-review.ts';
export type { KubeconfigSource } from './kubeconfig.ts';
export type { Pod } from './kubernetes-types.ts';
export { podNotFound } from './pod-refusal.ts';
export { summarizePod } from './pod-summary.ts';
export type { PodFacts, PreflightResult } from './preflight.ts';
export type { ReapMode } from './reap-script.ts';
export { Reaper, type ReapResult, type Remains } from './reaper.ts';
export { startCommand, windowsStartCommand } from './shell.ts';
export { type Announcement, AnnouncementFilter } from './start-announcement.ts';
