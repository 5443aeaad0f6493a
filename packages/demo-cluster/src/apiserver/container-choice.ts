import { allContainers, type Pod } from '../objects/pod.ts';
import { badRequest } from './status.ts';

/** The container that a request means: the named one, or the only one. Throws 400 as Kubernetes words it. */
export function chooseContainer(pod: Pod, asked: string): string {
  const names = allContainers(pod).map(container => container.name);
  const { name } = pod.metadata;
  if (asked !== '') {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only, ...others] = pod.spec.containers;
  if (only !== undefined && others.length === 0) return only.name;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
}
