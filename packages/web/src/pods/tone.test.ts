import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSummary, PodSummary } from '@podbay/protocol';
import { container, pod } from '../testing/pods.ts';
import { containerTone, podTone, type Tone } from './tone.ts';

const pods: readonly (readonly [Partial<PodSummary>, Tone])[] = [
  [{}, 'ok'],
  [{ ready: 0 }, 'warn'],
  [{ status: 'Completed', ready: 0 }, 'idle'],
  [{ status: 'Pending', ready: 0 }, 'pending'],
  [{ status: 'Init:0/2', ready: 0 }, 'pending'],
  [{ status: 'Terminating' }, 'pending'],
  [{ status: 'CrashLoopBackOff', ready: 0 }, 'bad'],
  [{ status: 'Init:ErrImagePull', ready: 0 }, 'bad'],
  [{ status: 'OOMKilled', ready: 0 }, 'bad'],
];

for (const [change, tone] of pods)
  test(`pod ${JSON.stringify(change)} is ${tone}`, () => assert.equal(podTone(pod(change)), tone));

const ended = { type: 'terminated', reason: 'Completed', message: '', exitCode: 0 } as const;
const containers: readonly (readonly [Partial<ContainerSummary>, Tone])[] = [
  [{}, 'ok'],
  [{ ready: false }, 'warn'],
  [{ ready: false, kind: 'sidecar' }, 'warn'],
  [{ ready: false, kind: 'ephemeral' }, 'ok'],
  [{ ready: false, kind: 'init' }, 'ok'],
  [{ state: { type: 'waiting', reason: 'ContainerCreating', message: '' } }, 'pending'],
  [{ state: { type: 'waiting', reason: 'ImagePullBackOff', message: '' } }, 'bad'],
  [{ state: ended }, 'idle'],
  [{ state: { ...ended, exitCode: 137 } }, 'bad'],
];

for (const [change, tone] of containers)
  test(`container ${JSON.stringify(change)} is ${tone}`, () =>
    assert.equal(containerTone(container(change)), tone));
