import { explainBadTarget, type Target } from '@podbay/protocol';

/** The address's fragment for a container: `#/context/namespace/pod/container`. */
export function formatDeepLink({ context, namespace, pod, container }: Target): string {
  return `#/${[context, namespace, pod, container].map(encodeURIComponent).join('/')}`;
}

/** The container that a fragment names, or `undefined` where it names none. */
export function parseDeepLink(hash: string): Target | undefined {
  const parts = hash.replace(/^#\//, '').split('/');
  if (!hash.startsWith('#/') || parts.length !== 4) return undefined;
  const [context = '', namespace = '', pod = '', container = ''] = parts.map(decode);
  const target = { context, namespace, pod, container };
  return explainBadTarget(target) === undefined ? target : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
