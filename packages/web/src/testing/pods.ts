import type { ContainerSummary, PodSummary } from '@podbay/protocol';

/** A container that runs, but for what is said otherwise. */
export function container(change: Partial<ContainerSummary> = {}): ContainerSummary {
  const state = { type: 'running', startedAt: null } as const;
  return { name: 'app', kind: 'container', image: 'app:1', ready: true, restarts: 0, state, ...change };
}

/** A pod that runs, but for what is said otherwise. */
export function pod(change: Partial<PodSummary> = {}): PodSummary {
  const name = change.name ?? 'web-1';
  return {
    namespace: 'shop',
    name,
    uid: `uid of ${name}`,
    status: 'Running',
    ready: 1,
    total: 1,
    restarts: 0,
    createdAt: '2026-01-01T00:00:00Z',
    node: 'node-1',
    owner: { kind: 'Deployment', name: 'web' },
    defaultContainer: 'app',
    containers: [container()],
    ...change,
  };
}
