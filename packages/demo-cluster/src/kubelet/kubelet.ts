import type { StoreChange } from '../object-store.ts';
import { objectKey } from '../objects/kube-object.ts';
import { internalAddress, isReady, type Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Container } from '../runtime/runtime.ts';
import type { StreamLookup } from '../streaming/stream-request.ts';
import type { KubeletApi, LogLookup, LogQuery } from './kubelet-api.ts';
import { withPodAddress } from './pod-address.ts';
import { PodRun, type PodRunContext } from './pod-run.ts';

/** The kubelets of all nodes: run the pods that are bound to a node that is ready, and end those that are deleted. */
export class Kubelet implements KubeletApi {
  readonly #context: PodRunContext;
  readonly #runs = new Map<string, PodRun>();
  readonly #ending = new Set<Promise<void>>();
  #unwatch = () => {};

  constructor(context: PodRunContext) {
    this.#context = context;
  }

  /** Takes over the pods that there are, and looks for more. */
  start(): void {
    const { store } = this.#context;
    this.#unwatch = store.watch('pods', store.revision, change => this.#handleChange(change));
    for (const pod of store.list('pods') as readonly Pod[]) this.#consider(pod);
    void this.#beginAdopted();
  }

  /** The container's latest instance, for tests that look at its processes. */
  async findContainer(place: {
    namespace: string;
    pod: string;
    container: string;
  }): Promise<Container | undefined> {
    const pod = this.#context.store.get('pods', `${place.namespace}/${place.pod}`);
    if (pod === undefined) return undefined;
    await this.awaken(pod);
    return this.#runs.get(pod.metadata.uid ?? '')?.find(place.container)?.current;
  }

  async awaken({ metadata }: Pick<Pod, 'metadata'>): Promise<void> {
    await this.#runs.get(metadata.uid ?? '')?.begin();
  }

  lookup(pod: Pod, container: string): StreamLookup {
    const address = this.#unreachableAddress(pod);
    if (address !== undefined) return { type: 'node-unreachable', address };
    const run = this.#runs.get(pod.metadata.uid ?? '');
    if (run === undefined) return { type: 'pod-gone' };
    const found = run.find(container);
    if (found?.state.running === undefined || found.current === undefined) return { type: 'not-running' };
    return { type: 'running', container: found.current };
  }

  findLog(pod: Pod, { container, instance }: LogQuery): LogLookup {
    const address = this.#unreachableAddress(pod);
    if (address !== undefined) return { type: 'node-unreachable', address };
    const run = this.#runs.get(pod.metadata.uid ?? '')?.find(container);
    const found = instance === 'current' ? run?.current : run?.lastEnded;
    if (found !== undefined) return { type: 'found', log: found.log, exited: found.exited };
    const { name } = pod.metadata;
    if (instance === 'previous') {
      return {
        type: 'none',
        message: `previous terminated container "${container}" in pod "${name}" not found`,
      };
    }
    return {
      type: 'none',
      message: `container "${container}" in pod "${name}" is waiting to start: ${whyWaiting(run?.state.waiting?.reason)}`,
    };
  }

  /** Lets go of every pod; their containers are the runtime's to end. */
  async close(): Promise<void> {
    this.#unwatch();
    const stops = [...this.#runs.values()].map(run => run.stop(0));
    await Promise.allSettled([...stops, ...this.#ending]);
    this.#runs.clear();
  }

  // One by one, so that the cluster is there at once and nobody's machine is busy for it. Who asks for a pod gets it first.
  async #beginAdopted(): Promise<void> {
    for (const run of [...this.#runs.values()]) if (!run.startsWhenAsked) await run.begin();
  }

  #handleChange({ type, object }: StoreChange): void {
    const pod = object as Pod;
    if (type === 'DELETED') this.#forget(pod);
    else this.#consider(pod);
  }

  #forget(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const run = this.#runs.get(uid);
    this.#runs.delete(uid);
    if (run !== undefined) this.#track(run.stop(0));
  }

  #consider(pod: Pod): void {
    const { uid = '', deletionGracePeriodSeconds } = pod.metadata;
    if (pod.spec.nodeName === undefined || this.#unreachableAddress(pod) !== undefined) return;
    const run = this.#runs.get(uid) ?? this.#begin(pod);
    run?.handlePod(pod);
    if (deletionGracePeriodSeconds !== undefined)
      this.#track(this.#terminate(pod, deletionGracePeriodSeconds));
  }

  #begin(pod: Pod): PodRun | undefined {
    const { store, now } = this.#context;
    const { uid = '' } = pod.metadata;
    if (pod.metadata.deletionTimestamp !== undefined) return undefined;
    const place = (current: Pod) => withPodAddress(current, store, now());
    const run = new PodRun(store.update('pods', objectKey(pod.metadata), place) ?? pod, this.#context);
    this.#runs.set(uid, run);
    if (!run.adopted) void run.begin();
    return run;
  }

  async #terminate(pod: Pod, graceSeconds: number): Promise<void> {
    const { store } = this.#context;
    const key = objectKey(pod.metadata);
    await this.#runs.get(pod.metadata.uid ?? '')?.stop(graceSeconds * 1000);
    if (store.get('pods', key)?.metadata.uid === pod.metadata.uid) store.delete('pods', key);
  }

  #track(ending: Promise<void>): void {
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }

  #unreachableAddress(pod: Pod): string | undefined {
    const node = this.#context.store.get('nodes', pod.spec.nodeName ?? '') as Node | undefined;
    return node === undefined || isReady(node) ? undefined : internalAddress(node);
  }
}

function whyWaiting(reason: string | undefined): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  if (reason === 'ImagePullBackOff') return 'trying and failing to pull image';
  return reason ?? 'ContainerCreating';
}
