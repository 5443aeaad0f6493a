import type { StoreChange } from '../object-store.ts';
import type { Workload } from '../objects/workload.ts';
import { reconcileDaemonSet } from './daemon-set.ts';
import { reconcileDeployment } from './deployment.ts';
import { collectGarbage } from './garbage.ts';
import { reconcileJob } from './job.ts';
import type { ControllerContext } from './pod-control.ts';
import { reconcileReplicaSet } from './replica-set.ts';
import { reconcileStatefulSet } from './stateful-set.ts';

const reconcilers: readonly [string, (context: ControllerContext, workload: Workload) => void][] = [
  ['deployments.apps', (context, workload) => reconcileDeployment(context.store, workload, context.now())],
  ['replicasets.apps', reconcileReplicaSet],
  ['statefulsets.apps', reconcileStatefulSet],
  ['daemonsets.apps', reconcileDaemonSet],
  ['jobs.batch', reconcileJob],
];

const watched = [
  'pods',
  'nodes',
  'namespaces',
  'cronjobs.batch',
  ...reconcilers.map(([resource]) => resource),
];

/**
 * The controller manager in small: whatever changes, a moment later every workload is brought to what it says, until
 * nothing changes any more.
 */
export class Controllers {
  readonly #context: ControllerContext;
  #unwatch: (() => void)[] = [];
  #pending: NodeJS.Immediate | undefined;

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  start(): void {
    const { store } = this.#context;
    this.#unwatch = watched.map(resource =>
      store.watch(resource, store.revision, change => this.#handleChange(change)),
    );
    this.#reconcile();
  }

  close(): void {
    for (const unwatch of this.#unwatch) unwatch();
    clearImmediate(this.#pending);
  }

  #handleChange({ type, object }: StoreChange): void {
    if (type === 'DELETED') collectGarbage(this.#context.store, object, this.#context.now());
    this.#pending ??= setImmediate(() => {
      this.#pending = undefined;
      this.#reconcile();
    });
  }

  #reconcile(): void {
    for (const [resource, reconcile] of reconcilers) {
      for (const workload of this.#context.store.list(resource))
        reconcile(this.#context, workload as Workload);
    }
  }
}
