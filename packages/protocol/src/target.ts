/** One container in one cluster: what a terminal is opened in. */
export interface Target {
  /** The kubeconfig context's name. Any text, as kubeconfig allows. */
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

// RFC 1123, as Kubernetes validates names: a label for namespaces and containers, a subdomain for pods.
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const maxSubdomain = 253;

/** Tells whether `name` can be a namespace or a container: an RFC 1123 label, at most 63 characters. */
export function isLabelName(name: string): boolean {
  return label.test(name);
}

/** Tells whether `name` can be a pod: an RFC 1123 subdomain, at most 253 characters. */
export function isSubdomainName(name: string): boolean {
  return name.length <= maxSubdomain && subdomain.test(name);
}

/** The first thing wrong with a target, in words, or `undefined`. */
export function explainBadTarget(target: Target): string | undefined {
  if (target.context === '') return 'context is missing';
  if (!isLabelName(target.namespace))
    return `namespace ${JSON.stringify(target.namespace)} is not a valid name`;
  if (!isSubdomainName(target.pod)) return `pod ${JSON.stringify(target.pod)} is not a valid name`;
  if (!isLabelName(target.container))
    return `container ${JSON.stringify(target.container)} is not a valid name`;
  return undefined;
}
