import { randomBytes } from 'node:crypto';
import { imageId } from '../kubelet/image-id.ts';
import { podStatus } from '../kubelet/pod-status.ts';
import { formatTime } from '../objects/kube-object.ts';
import {
  type ContainerDefinition,
  type ContainerStatus,
  isSidecar,
  type Pod,
  type PodStatus,
} from '../objects/pod.ts';
import { ago } from './ages.ts';
import type { Restarts, Story } from './company.ts';

/** The status of a pod that has lived before the cluster's start; its kubelet goes on from there. */
export function pastStatus(pod: Pod, story: Exclude<Story, { type: 'unschedulable' }>, now: Date): PodStatus {
  const createdAt = Date.parse(pod.metadata.creationTimestamp ?? '');
  const started = formatTime(new Date(createdAt + 4000));
  const { initContainers = [], containers } = pod.spec;
  const init = initContainers.map(definition => initStatus(definition, started));
  const main = containers.map((definition, index) =>
    mainStatus(definition, { story: index === 0 ? story : { type: 'running' }, started, now }),
  );
  const begun = { ...pod, status: { ...pod.status, startTime: formatTime(new Date(createdAt)) } };
  return podStatus(begun, { init, main, ephemeral: [] }, started);
}

function initStatus(definition: ContainerDefinition, started: string): ContainerStatus {
  if (isSidecar(definition)) return runningStatus(definition, started);
  const containerID = newContainerId();
  const state = {
    terminated: { exitCode: 0, reason: 'Completed', startedAt: started, finishedAt: started, containerID },
  };
  return { ...runningStatus(definition, started), state, started: false, containerID };
}

interface Past {
  readonly story: Exclude<Story, { type: 'unschedulable' }>;
  readonly started: string;
  readonly now: Date;
}

function mainStatus(definition: ContainerDefinition, { story, started, now }: Past): ContainerStatus {
  const running = runningStatus(definition, started);
  switch (story.type) {
    case 'running':
      return story.restarts === undefined ? running : restarted(running, story.restarts, now);
    case 'crashing': {
      const end = formatTime(ago(now, '25s'));
      const terminated = {
        exitCode: 1,
        reason: 'Error',
        startedAt: end,
        finishedAt: end,
        containerID: newContainerId(),
      };
      const state = { waiting: { reason: 'CrashLoopBackOff' } };
      return {
        ...running,
        ready: false,
        started: false,
        restartCount: story.restarts,
        state,
        lastState: { terminated },
      };
    }
    case 'no-image': {
      const { containerID: _, ...rest } = running;
      const state = {
        waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${definition.image}"` },
      };
      return { ...rest, imageID: '', ready: false, started: false, state };
    }
    case 'completed': {
      const containerID = newContainerId();
      const finishedAt = formatTime(new Date(Date.parse(started) + story.seconds * 1000));
      const terminated = { exitCode: 0, reason: 'Completed', startedAt: started, finishedAt, containerID };
      return { ...running, ready: false, started: false, state: { terminated }, containerID };
    }
    default:
      return story satisfies never;
  }
}

function restarted(
  status: ContainerStatus,
  { count, lastAgo, exitCode, reason }: Restarts,
  now: Date,
): ContainerStatus {
  const end = formatTime(ago(now, lastAgo));
  const startedAt = status.state.running?.startedAt ?? end;
  const terminated = { exitCode, reason, startedAt, finishedAt: end, containerID: newContainerId() };
  return {
    ...status,
    restartCount: count,
    state: { running: { startedAt: end } },
    lastState: { terminated },
  };
}

function runningStatus({ name, image }: ContainerDefinition, startedAt: string): ContainerStatus {
  return {
    name,
    image,
    imageID: imageId(image),
    containerID: newContainerId(),
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt } },
    lastState: {},
  };
}

function newContainerId(): string {
  return `containerd://${randomBytes(32).toString('hex')}`;
}
