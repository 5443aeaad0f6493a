import type { ContainerDefinition, EnvironmentVariable, Pod } from '../objects/pod.ts';
import { images } from '../runtime/images.ts';
import type { ContainerSpec } from '../runtime/runtime.ts';

/** Public images that people name by heart; each is the toolbox in disguise. */
const publicImages =
  /^(?:docker\.io\/)?(?:library\/)?(?:busybox|alpine|ubuntu|debian|nicolaka\/netshoot)(?::[\w.-]+)?$/;

/** What the runtime needs to know to start a container of a pod. */
export function containerSpec(pod: Pod, definition: ContainerDefinition): ContainerSpec {
  const { namespace = '', name, uid = '' } = pod.metadata;
  const { workingDir } = definition;
  const { add: capabilities } = definition.securityContext?.capabilities ?? {};
  return {
    namespace,
    pod: name,
    podUid: uid,
    container: definition.name,
    ...programOf(definition),
    env: { ...serviceEnvironment, ...environmentOf(pod, definition.env ?? []) },
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(capabilities === undefined ? {} : { capabilities }),
    tty: definition.tty === true,
    stdin: definition.stdin === true,
  };
}

function programOf({
  image,
  command,
  args,
}: ContainerDefinition): Pick<ContainerSpec, 'image' | 'command' | 'args'> {
  // Public base images have no entrypoint: arguments alone are the command.
  if (publicImages.test(image)) {
    return {
      image: images.toolbox.name,
      command: [...(command ?? []), ...(args ?? (command === undefined ? ['sh'] : []))],
    };
  }
  return { image, ...(command === undefined ? {} : { command }), ...(args === undefined ? {} : { args }) };
}

/** What Kubernetes tells every container about the API server. */
const serviceEnvironment = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_SERVICE_PORT: '443',
  KUBERNETES_SERVICE_PORT_HTTPS: '443',
  KUBERNETES_PORT: 'tcp://10.96.0.1:443',
};

function environmentOf(
  pod: Pod,
  variables: readonly EnvironmentVariable[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map(variable => [variable.name, environmentValue(pod, variable)]));
}

function environmentValue(pod: Pod, { value, valueFrom }: EnvironmentVariable): string {
  switch (valueFrom?.fieldRef?.fieldPath) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata.uid ?? '';
    case 'spec.nodeName':
      return pod.spec.nodeName ?? '';
    case 'status.podIP':
      return pod.status.podIP ?? '';
    default:
      return value ?? '';
  }
}
