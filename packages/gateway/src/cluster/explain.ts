import type { Refusal, Target } from '@podbay/protocol';
import type { HandshakeError, HandshakeErrorCode, RemoteOutcome } from '@podbay/remotecommand';
import { RefusalError } from '../errors.ts';
import { explainForbidden, forbidden, unaccepted } from './api-error.ts';
import { explainNetworkError } from './network-refusal.ts';
import { podNotFound } from './pod-refusal.ts';

/** What was asked for when an exec failed. */
export interface ExecFacts {
  readonly target: Target;
  /** Empty: our own start command, which looks for a shell. */
  readonly command: readonly string[];
  readonly image: string;
  readonly node: string;
  readonly server: URL;
  /** The verbs that an access review denied. */
  readonly missingVerbs: readonly string[];
}

type Failure = Extract<RemoteOutcome, { type: 'failed' }>;
type Code = HandshakeErrorCode | Failure['code'];

/** Why there is no terminal, in words, from what the handshake or the runtime said. */
export function explainExec(failure: HandshakeError | Failure, facts: ExecFacts): Refusal {
  if (failure instanceof Error) {
    if (failure.cause instanceof RefusalError) return failure.cause.refusal;
    if (isNetwork(failure.code)) return explainNetworkError(failure.cause ?? failure, facts.server);
  }
  return explainCode(failure.code, failure.message, facts);
}

const networkCodes: ReadonlySet<Code> = new Set<Code>([
  'connection-refused',
  'connection-reset',
  'unreachable',
  'dns',
  'tls',
  'timeout',
  'network',
]);

function isNetwork(code: Code): boolean {
  return networkCodes.has(code);
}

function explainCode(code: Code, message: string, facts: ExecFacts): Refusal {
  const { target, node, server } = facts;
  switch (code) {
    case 'executable-not-found':
    case 'not-executable':
      return explainNotExecutable(facts);
    case 'container-not-found':
    case 'container-required':
      return {
        code: 'container-not-found',
        message: `Pod ${target.pod} has no container ${target.container}.`,
        details: { pod: target.pod, container: target.container },
      };
    case 'container-not-running':
      return {
        code: 'container-not-running',
        message: `Container ${target.container} of pod ${target.pod} is not running.`,
        hint: 'It may be restarting: look at its state in the list and try again.',
        details: { container: target.container, state: 'unknown' },
      };
    case 'pod-not-found':
    case 'pod-gone':
      return podNotFound(target);
    case 'pod-not-scheduled':
      return {
        code: 'pod-not-scheduled',
        message: `Pod ${target.pod} waits for a node.`,
        hint: 'Nothing runs before the scheduler has found a node for it.',
        details: { pod: target.pod },
      };
    case 'node-unreachable':
      return nodeUnreachable(facts, message);
    case 'exec-disabled':
      return {
        code: 'forbidden',
        message: `The kubelet of node ${node} does not allow exec: its debugging handlers are switched off.`,
        hint: 'Set enableDebuggingHandlers in the configuration of the kubelet.',
        details: { node },
      };
    case 'rate-limited':
      return {
        code: 'limit',
        message: 'The cluster has too many terminals that are just starting.',
        hint: 'Try again in a minute.',
      };
    case 'unauthorized':
      return unaccepted(server);
    case 'forbidden':
      return explainDenied(facts, message);
    case 'subprotocol-refused':
    case 'unexpected-response':
    case 'invalid-response':
      return {
        code: 'internal',
        message: `${server.host} does not open the WebSocket of an exec: ${message}`,
        hint: 'A proxy in front of the API server may not let WebSockets pass.',
      };
    default:
      return unknownFailure(message);
  }
}

/** What was to be run is not in the container: the user's command, or any shell. */
export function explainNotExecutable(facts: ExecFacts): Refusal {
  return facts.command.length === 0 ? noShell(facts) : commandNotFound(facts);
}

function noShell({ target, image }: ExecFacts): Refusal {
  const { namespace, pod, container } = target;
  const debug = `kubectl debug -it -n ${namespace} ${pod} --image=busybox:1.37 --target=${container}`;
  return {
    code: 'no-shell',
    message: `The image of container ${container} has no shell.`,
    hint: `Start a debug container beside it: ${debug}`,
    details: { container, image, command: debug },
  };
}

function commandNotFound({ target, command }: ExecFacts): Refusal {
  const name = command[0] ?? '';
  return {
    code: 'command-not-found',
    message: `There is no program ${name} in container ${target.container}.`,
    hint: 'Check its name and path, or open a shell in place of it.',
    details: { container: target.container, command: name },
  };
}

function nodeUnreachable({ node, target }: ExecFacts, message: string): Refusal {
  return {
    code: 'node-unreachable',
    message: `The API server can't reach node ${node}, where pod ${target.pod} runs.`,
    hint: 'The node or its kubelet may be down. Pick a pod on another node, or try again later.',
    details: { node, pod: target.pod, cause: message },
  };
}

/**
 * Kubernetes names the verb where the request itself is denied. Where only `create` is missing (1.35 and later) it says
 * nothing after the colon; the access reviews know.
 */
function explainDenied({ target, missingVerbs }: ExecFacts, message: string): Refusal {
  const { namespace } = target;
  if (missingVerbs.length > 0) return forbidden({ verbs: missingVerbs, resource: 'pods/exec', namespace });
  if (!/is forbidden:\s*$/.test(message)) return explainForbidden(message);
  return forbidden({ verbs: ['create'], resource: 'pods/exec', namespace });
}

function unknownFailure(message: string): Refusal {
  // The API server and the kubelet prefix the same words each.
  const words = message.replace(/^(Internal error occurred: )+/, '').trim();
  return { code: 'internal', message: `Kubernetes could not start it: ${words}` };
}
