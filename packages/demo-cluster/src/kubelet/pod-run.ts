import type { ObjectStore } from '../object-store.ts';
import { formatTime, objectKey } from '../objects/kube-object.ts';
import {
  allStatuses,
  type ContainerDefinition,
  type ContainerStatus,
  isSidecar,
  type Pod,
} from '../objects/pod.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Backoff } from './backoff.ts';
import { type ContainerEvent, ContainerRun } from './container-run.ts';
import { containerSpec } from './container-spec.ts';
import type { EventRecorder } from './event-recorder.ts';
import { podStatus } from './pod-status.ts';

/** What pods run on. */
export interface PodRunContext {
  readonly store: ObjectStore;
  readonly runtime: Runtime;
  readonly recorder: EventRecorder;
  readonly backoff: Backoff;
  readonly now: () => Date;
}

/** On a pod that was there before the cluster's start, `when-asked`: it is not started until somebody asks for it. */
export const startAnnotation = 'demo.podbay/start';

/**
 * One pod on a node, from its containers' start to their end.
 *
 * ```
 *  init 1 ─ends with 0─► sidecar ─runs─► init 2 ─ends─► main containers together ─all over─► sidecars are stopped
 * ```
 *
 * A pod that was there before the cluster's start has all that behind it: its status says so from the beginning, and when
 * its turn comes, everything starts at once.
 */
export class PodRun {
  readonly #context: PodRunContext;
  readonly #runs = new Map<string, ContainerRun>();
  /** Whether the pod was there before the cluster's start. */
  readonly adopted: boolean;
  /** Whether an adopted pod waits until somebody asks for it, whatever its status says. */
  readonly startsWhenAsked: boolean;
  #pod: Pod;
  #begun: Promise<void> | undefined;
  #stopping = false;
  #publishing = false;

  constructor(pod: Pod, context: PodRunContext) {
    this.#pod = pod;
    this.#context = context;
    const { initContainers = [], containers } = pod.spec;
    for (const definition of [...initContainers, ...containers]) this.#add(definition);
    this.adopted = pod.status.containerStatuses !== undefined;
    this.startsWhenAsked = pod.metadata.annotations?.[startAnnotation] === 'when-asked';
  }

  /** Starts the containers. Resolves when each has been started once, or could not be. Never rejects. */
  begin(): Promise<void> {
    this.#begun ??= this.#stopping ? Promise.resolve() : this.#start();
    return this.#begun;
  }

  find(container: string): ContainerRun | undefined {
    return this.#runs.get(container);
  }

  /** Takes note of what was changed in the pod: debug containers that have come. */
  handlePod(pod: Pod): void {
    this.#pod = pod;
    for (const definition of pod.spec.ephemeralContainers ?? []) {
      if (this.#runs.has(definition.name) || this.#stopping) continue;
      const run = this.#add(definition);
      this.#publish();
      // Its target must run before it.
      void this.begin().then(() => run.run());
    }
  }

  /** Ends the pod's containers; calling it again may shorten the grace. Resolves when they are gone. */
  async stop(graceMs: number): Promise<void> {
    if (!this.#stopping) this.#tellStop();
    this.#stopping = true;
    const sidecars = this.#sidecars();
    const others = [...this.#runs.values()].filter(run => !sidecars.includes(run));
    await Promise.all(others.map(run => run.stop(graceMs)));
    await this.#stopSidecars(graceMs);
  }

  async #start(): Promise<void> {
    const { initContainers = [], containers } = this.#pod.spec;
    const { adopted } = this;
    this.#publish();
    const started: Promise<unknown>[] = [];
    for (const definition of initContainers) {
      const run = this.#run(definition);
      const finished = run.run();
      if (!adopted) await (isSidecar(definition) ? run.settled : finished);
      started.push(run.settled);
      if (!adopted && this.#hasFailed(definition)) return this.#publish();
    }
    if (this.#stopping) return;
    const over = containers.map(definition => this.#run(definition).run());
    void Promise.all(over).then(() => this.#stopSidecars());
    await Promise.all([...started, ...containers.map(definition => this.#run(definition).settled)]);
  }

  // In the reverse order of their start.
  async #stopSidecars(graceMs = 1000): Promise<void> {
    for (const run of this.#sidecars().toReversed()) await run.stop(graceMs);
  }

  #sidecars(): readonly ContainerRun[] {
    return (this.#pod.spec.initContainers ?? []).filter(isSidecar).map(definition => this.#run(definition));
  }

  #tellStop(): void {
    if (this.#begun === undefined) return;
    const running = [...this.#runs.values()].filter(run => run.state.running !== undefined);
    for (const { name } of running) {
      this.#record(name, { type: 'Normal', reason: 'Killing', message: `Stopping container ${name}` });
    }
  }

  #run(definition: ContainerDefinition): ContainerRun {
    const run = this.#runs.get(definition.name);
    if (run === undefined) throw new TypeError(`container must be one of the pod, got ${definition.name}`);
    return run;
  }

  #hasFailed(definition: ContainerDefinition): boolean {
    return !isSidecar(definition) && this.#run(definition).state.terminated?.exitCode !== 0;
  }

  #add(definition: ContainerDefinition): ContainerRun {
    const { runtime, backoff } = this.#context;
    const { namespace, name, uid } = this.#pod.metadata;
    const run = new ContainerRun({
      definition,
      runtime,
      backoff,
      spec: () => this.#specOf(definition),
      restartPolicy: restartPolicyOf(this.#pod, definition),
      podTitle: `${name}_${namespace}(${uid})`,
      recorded: allStatuses(this.#pod).find(status => status.name === definition.name),
      onChange: () => this.#publish(),
      onEvent: event => this.#record(definition.name, event),
    });
    this.#runs.set(definition.name, run);
    return run;
  }

  #specOf(definition: ContainerDefinition) {
    const spec = containerSpec(this.#pod, definition);
    const { targetContainerName = '' } = definition as { targetContainerName?: string };
    const target = this.#runs.get(targetContainerName)?.current;
    return target === undefined ? spec : { ...spec, shareProcessNamespaceWith: target.id };
  }

  #record(container: string, event: ContainerEvent): void {
    const { nodeName } = this.#pod.spec;
    this.#context.recorder.record({
      object: this.#pod,
      fieldPath: `spec.${listOf(this.#pod, container)}{${container}}`,
      component: 'kubelet',
      ...(nodeName === undefined ? {} : { host: nodeName }),
      ...event,
    });
  }

  // Several changes of one moment become one update.
  #publish(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    queueMicrotask(() => {
      this.#publishing = false;
      this.#writeStatus();
    });
  }

  #writeStatus(): void {
    const { store, now } = this.#context;
    store.update<Pod>('pods', objectKey(this.#pod.metadata), pod =>
      pod.metadata.uid === this.#pod.metadata.uid
        ? { ...pod, status: podStatus(pod, this.#statuses(pod), formatTime(now())) }
        : pod,
    );
  }

  #statuses(pod: Pod) {
    const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
    return {
      init: this.#statusesOf(initContainers),
      main: this.#statusesOf(containers),
      ephemeral: this.#statusesOf(ephemeralContainers).map(status => ({
        ...status,
        ready: false,
        started: false,
      })),
    };
  }

  #statusesOf(definitions: readonly ContainerDefinition[]): ContainerStatus[] {
    const runs = definitions.map(definition => this.#runs.get(definition.name));
    return runs.filter(run => run !== undefined).map(run => run.status());
  }
}

function restartPolicyOf(pod: Pod, definition: ContainerDefinition): 'Always' | 'OnFailure' | 'Never' {
  const { restartPolicy = 'Always', initContainers = [], containers } = pod.spec;
  if (isSidecar(definition)) return 'Always';
  if (containers.includes(definition)) return restartPolicy;
  const init = initContainers.includes(definition);
  return init && restartPolicy !== 'Never' ? 'OnFailure' : 'Never';
}

function listOf(pod: Pod, container: string): string {
  const has = (definitions: readonly ContainerDefinition[] | undefined) =>
    definitions?.some(definition => definition.name === container) === true;
  if (has(pod.spec.initContainers)) return 'initContainers';
  return has(pod.spec.ephemeralContainers) ? 'ephemeralContainers' : 'containers';
}
