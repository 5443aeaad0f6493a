import { isDeepStrictEqual } from 'node:util';
import { defaultContainer, defaultPodSpec, qosClass } from '../objects/defaults.ts';
import { allContainers, type Pod } from '../objects/pod.ts';
import { type ApiError, invalid } from './status.ts';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** Checks a new pod and fills in what its author left out. */
export function admitPod(pod: Pod): Pod {
  const { name } = pod.metadata;
  if (name.length > 253 || !subdomain.test(name)) {
    throw invalidPod(pod, {
      field: 'metadata.name',
      reason: 'FieldValueInvalid',
      problem: `Invalid value: ${JSON.stringify(name)}: ${subdomainRule}`,
    });
  }
  assertContainers(pod);
  const spec = defaultPodSpec(pod.spec);
  return { ...pod, spec, status: { phase: 'Pending', qosClass: qosClass({ spec }) } };
}

/** Of a pod that exists only the metadata, the images and its debug containers may change. */
export function mergePodUpdate(current: Pod, next: Pod): Pod {
  const images = new Map(next.spec.containers.map(({ name, image }) => [name, image]));
  const containers = current.spec.containers.map(container => ({
    ...container,
    image: images.get(container.name) ?? container.image,
  }));
  const spec = { ...current.spec, containers };
  if (!isDeepStrictEqual(withoutUndefined(spec), withoutUndefined(next.spec))) {
    const problem =
      'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
      '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
      '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
    throw invalidPod(current, { field: 'spec', reason: 'FieldValueForbidden', problem });
  }
  return { ...current, metadata: next.metadata, spec };
}

/** PATCH of `pods/ephemeralcontainers`: adds debug containers; those that are there stay as they are. */
export function changeEphemeralContainers(current: Pod, next: Pod): Pod {
  const { ephemeralContainers: before = [] } = current.spec;
  const after = (next.spec.ephemeralContainers ?? []).map(container => defaultContainer(container));
  for (const container of before) {
    if (after.some(candidate => isDeepStrictEqual(candidate, container))) continue;
    const problem = `Forbidden: existing ephemeral containers ${JSON.stringify(container.name)} may not be changed`;
    throw invalidPod(current, { field: 'spec.ephemeralContainers', reason: 'FieldValueForbidden', problem });
  }
  const pod = { ...current, spec: { ...current.spec, ephemeralContainers: after } };
  assertUniqueNames(pod);
  assertTargets(pod);
  return pod;
}

function assertContainers(pod: Pod): void {
  if (!Array.isArray(pod.spec?.containers) || pod.spec.containers.length === 0) {
    throw invalidPod(pod, {
      field: 'spec.containers',
      reason: 'FieldValueRequired',
      problem: 'Required value',
    });
  }
  for (const [index, { name, image }] of pod.spec.containers.entries()) {
    const field = `spec.containers[${index}]`;
    if (!name)
      throw invalidPod(pod, {
        field: `${field}.name`,
        reason: 'FieldValueRequired',
        problem: 'Required value',
      });
    if (!image)
      throw invalidPod(pod, {
        field: `${field}.image`,
        reason: 'FieldValueRequired',
        problem: 'Required value',
      });
  }
  assertUniqueNames(pod);
}

function assertUniqueNames(pod: Pod): void {
  const names = allContainers(pod).map(container => container.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const problem = `Duplicate value: ${JSON.stringify(twice)}`;
  throw invalidPod(pod, { field: 'spec.containers[1].name', reason: 'FieldValueDuplicate', problem });
}

function assertTargets(pod: Pod): void {
  const names = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(container => container.name);
  for (const [index, { targetContainerName = '' }] of (pod.spec.ephemeralContainers ?? []).entries()) {
    if (targetContainerName === '' || names.includes(targetContainerName)) continue;
    const field = `spec.ephemeralContainers[${index}].targetContainerName`;
    throw invalidPod(pod, {
      field,
      reason: 'FieldValueNotFound',
      problem: `Not found: ${JSON.stringify(targetContainerName)}`,
    });
  }
}

function invalidPod(pod: Pod, cause: { field: string; reason: string; problem: string }): ApiError {
  return invalid({ group: '', kind: 'Pod', name: pod.metadata.name }, cause);
}

function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
