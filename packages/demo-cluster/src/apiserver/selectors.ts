import type { KubeObject } from '../objects/kube-object.ts';
import type { LabelRequirement, LabelSelector } from '../objects/workload.ts';
import { badRequest } from './status.ts';

/** Tells whether an object is among those that were asked for. */
export type Match = (object: KubeObject) => boolean;

type Labels = Readonly<Record<string, string>>;

/** Reads a label selector of a query: `app=web,tier in (a,b),!legacy`. */
export function parseLabelSelector(selector: string): Match {
  const requirements = splitOutsideParentheses(selector).map(parseLabelRequirement);
  return object => requirements.every(matches => matches(object.metadata.labels ?? {}));
}

/** A workload's selector. */
export function matchesLabelSelector(selector: LabelSelector, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const equal = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return equal && matchExpressions.every(requirement => matchesRequirement(requirement, labels));
}

/** Reads a field selector of a query: `status.phase=Running,metadata.name!=web`. */
export function parseFieldSelector(selector: string, kind: string): Match {
  const terms = selector.split(',').filter(term => term !== '');
  const requirements = terms.map(term => parseFieldRequirement(term, kind));
  return object => requirements.every(matches => matches(object));
}

function splitOutsideParentheses(selector: string): readonly string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(term => term.trim())
    .filter(term => term !== '');
}

function parseLabelRequirement(term: string): (labels: Labels) => boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (set !== null) return setRequirement(set);
  const comparison = /^([^!=\s]+)\s*(==|=|!=)\s*([^!=\s]*)$/.exec(term);
  if (comparison !== null) return comparisonRequirement(comparison);
  const existence = /^(!?)\s*([\w./-]+)$/.exec(term);
  if (existence === null)
    throw badRequest(`unable to parse requirement: ${JSON.stringify(term)} is no requirement`);
  const [, not, key = ''] = existence;
  return labels => key in labels === (not === '');
}

function setRequirement([, key = '', operator, list = '']: RegExpExecArray): (labels: Labels) => boolean {
  const values = list.split(',').map(value => value.trim());
  const requirement = { key, operator: operator === 'in' ? 'In' : 'NotIn', values } as const;
  return labels => matchesRequirement(requirement, labels);
}

function comparisonRequirement([, key = '', operator, value]: RegExpExecArray): (labels: Labels) => boolean {
  return labels => (labels[key] === value) === (operator !== '!=');
}

function matchesRequirement(requirement: LabelRequirement, labels: Labels): boolean {
  const { key, operator, values = [] } = requirement;
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return operator satisfies never;
  }
}

const commonFields = ['metadata.name', 'metadata.namespace'];

/** The fields that Kubernetes lets a query select by, beside name and namespace. */
const fieldsOfKind: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
};

function parseFieldRequirement(term: string, kind: string): Match {
  const match = /^([^!=]+)(==|=|!=)(.*)$/.exec(term);
  if (match === null) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, field = '', operator, value] = match;
  assertKnownField(field, kind);
  return object => (readField(object, field) === value) === (operator !== '!=');
}

function assertKnownField(field: string, kind: string): void {
  if (commonFields.includes(field) || fieldsOfKind[kind]?.includes(field)) return;
  const known = fieldsOfKind[kind] === undefined ? `: only ${quoteAll(commonFields)}` : '';
  throw badRequest(
    known === ''
      ? `field label not supported: ${field}`
      : `${JSON.stringify(field)} is not a known field selector${known}`,
  );
}

function quoteAll(fields: readonly string[]): string {
  return fields.map(field => JSON.stringify(field)).join(', ');
}

function readField(object: KubeObject, field: string): string {
  if (field === 'source') return readField(object, 'source.component');
  let value: unknown = object;
  for (const key of field.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  if (value === undefined)
    return field === 'spec.hostNetwork' || field === 'spec.unschedulable' ? 'false' : '';
  return String(value);
}
