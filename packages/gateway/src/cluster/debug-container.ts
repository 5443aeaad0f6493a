import { randomInt } from 'node:crypto';
import type { Target } from '@podbay/protocol';
import type { Pod, SecurityContext } from './kubernetes-types.ts';
import { findContainer } from './pod-container.ts';
import { summarizeState } from './pod-summary.ts';

/** A debug container that somebody wants. */
export interface DebugPlan {
  /** The container to look at. */
  readonly target: Target;
  readonly image: string;
  /** So long it runs; then it ends, and every shell in it. */
  readonly lifetimeMs: number;
}

/**
 * What it may do, as `kubectl debug` names it.
 * - `general`: as the image's user, who may look into other users' processes.
 * - `restricted`: as the target's user, with no privilege at all: what Kubernetes' strictest standard for pods lets in.
 */
export type DebugProfile = 'general' | 'restricted';

const namePrefix = 'podbay-debug-';
// Kubernetes' own letters for generated names: no vowels, so no words.
const nameLetters = 'bcdfghjklmnpqrstvwxz2456789';
const nameLength = 5;
/** The user of distroless images, for pods that don't tell theirs. */
const nobody = 65_532;
/** One that ends sooner than this part of its lifetime is not used again. */
const minLifeLeft = 1 / 8;

/**
 * Idles for `$1` seconds, in any image with sh and sleep. It is the first process where the runtime shares none, and those heed
 * only signals that they handle; elsewhere nobody else would end its sleep with it.
 */
const idle = `trap 'kill $p; exit 0' TERM INT HUP
sleep "$1" & p=$!
wait $p`;

/** A name that no container of a pod is likely to have. */
export function newDebugName(): string {
  const letters = Array.from({ length: nameLength }, () => nameLetters[randomInt(nameLetters.length)]);
  return `${namePrefix}${letters.join('')}`;
}

/** The container as it is put into the pod. */
export function debugContainer(
  pod: Pod,
  { target, image, lifetimeMs }: DebugPlan,
  { name, profile }: { readonly name: string; readonly profile: DebugProfile },
): object {
  return {
    name,
    image,
    targetContainerName: target.container,
    command: ['sh', '-c', idle, 'podbay', String(Math.ceil(lifetimeMs / 1000))],
    stdin: true,
    tty: true,
    securityContext:
      profile === 'general'
        ? { capabilities: { add: ['SYS_PTRACE'] } }
        : {
            ...userOf(pod, target.container),
            runAsNonRoot: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
  };
}

/** Those to try, in this order: one that Kubernetes is sure to refuse, or can't start, is left out. */
export function profilesFor({ spec }: Pod): readonly DebugProfile[] {
  const { runAsNonRoot = false, runAsUser = 0 } = spec?.securityContext ?? {};
  // The image's user is root, as a rule, and kubelet starts no root here.
  return runAsNonRoot && runAsUser === 0 ? ['restricted'] : ['general', 'restricted'];
}

/** The name of one that an earlier request has added and that serves as well: it runs long enough, or is about to run. */
export function findDebugContainer(
  pod: Pod,
  { target, image, lifetimeMs }: DebugPlan,
  nowMs: number,
): string | undefined {
  const found = (pod.spec?.ephemeralContainers ?? []).flatMap(({ name = '', ...rest }) => {
    const fits = rest.image === image && rest.targetContainerName === target.container;
    return fits && name.startsWith(namePrefix)
      ? [{ name, state: summarizeState(findContainer(pod, name)?.status) }]
      : [];
  });
  const running = found.find(({ state }) => {
    if (state.type !== 'running') return false;
    const startedMs = Date.parse(state.startedAt ?? '') || nowMs;
    return startedMs + lifetimeMs - nowMs > lifetimeMs * minLifeLeft;
  });
  return (running ?? found.find(({ state }) => state.type === 'waiting'))?.name;
}

// Who is to look into a process without privileges must be the same user and group.
function userOf(pod: Pod, container: string): SecurityContext {
  const { runAsUser, runAsGroup } = contextOf(pod, container);
  const { uid, gid } = findContainer(pod, container)?.status?.user?.linux ?? {};
  const user = runAsUser ?? uid ?? nobody;
  const group = runAsGroup ?? gid;
  return { runAsUser: user === 0 ? nobody : user, ...(group !== undefined && { runAsGroup: group }) };
}

function contextOf(pod: Pod, container: string): SecurityContext {
  return { ...pod.spec?.securityContext, ...findContainer(pod, container)?.container.securityContext };
}
