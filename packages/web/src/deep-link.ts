import type { Target } from '@podbay/protocol';

/** The address's fragment for a container: `#/context/namespace/pod/container`. */
export function formatDeepLink({ context, namespace, pod, container }: Target): string {
  return `#/${[context, namespace, pod, container].map(encodeURIComponent).join('/')}`;
}

/** The container that a fragment names, or `undefined` where it names none. Whether there can be one the gateway says. */
export function parseDeepLink(hash: string): Target | undefined {
  const parts = hash.replace(/^#\//, '').split('/');
  if (!hash.startsWith('#/') || parts.length !== 4) return undefined;
  const [context = '', namespace = '', pod = '', container = ''] = parts.map(decode);
  return [context, namespace, pod, container].includes('')
    ? undefined
    : { context, namespace, pod, container };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
