/** Labels of a pod. */
export type Labels = Readonly<Record<string, string>>;

/** One condition of a selector. All of a selector's conditions must hold. */
export type LabelRequirement =
  | { readonly key: string; readonly operator: 'in' | 'notin'; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: 'exists' | 'absent' };

/** A label selector as `kubectl -l` takes it, read. */
export interface LabelSelector {
  /** As it was written. */
  readonly text: string;
  readonly requirements: readonly LabelRequirement[];
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
const name = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const key = new RegExp(`^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${name}$`);
const value = new RegExp(`^(?:${name})?$`);

/**
 * Reads a label selector: `env=prod,tier in (web, api),owner!=ada,!legacy,team`. Returns it, or what is wrong in words.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseLabelSelector(text: string): LabelSelector | string {
  const requirements: LabelRequirement[] = [];
  for (const part of splitOutsideParentheses(text)) {
    const requirement = parseRequirement(part.trim());
    if (requirement === undefined || !isValid(requirement)) {
      return `${JSON.stringify(part.trim())} is no condition of a label selector such as env=prod, tier in (web, api), owner!=ada, team or !legacy`;
    }
    requirements.push(requirement);
  }
  return { text, requirements };
}

/** Tells whether `labels` fulfil the selector. As in Kubernetes `!=` and `notin` also hold where there is no such label. */
export function matchesLabels({ requirements }: LabelSelector, labels: Labels): boolean {
  return requirements.every(requirement => holds(requirement, labels));
}

function holds(requirement: LabelRequirement, labels: Labels): boolean {
  const found = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'in':
      return found !== undefined && requirement.values.includes(found);
    case 'notin':
      return found === undefined || !requirement.values.includes(found);
    case 'exists':
      return found !== undefined;
    case 'absent':
      return found === undefined;
    default:
      return requirement satisfies never;
  }
}

function parseRequirement(text: string): LabelRequirement | undefined {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map(one => one.trim());
    return { key, operator: operator === 'in' ? 'in' : 'notin', values };
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/.exec(text);
  if (equality !== null) {
    const [, key = '', operator, wanted = ''] = equality;
    return { key, operator: operator === '!=' ? 'notin' : 'in', values: [wanted] };
  }
  const absent = /^!\s*(\S+)$/.exec(text);
  return absent === null ? { key: text, operator: 'exists' } : { key: absent[1] ?? '', operator: 'absent' };
}

function isValid(requirement: LabelRequirement): boolean {
  const values = 'values' in requirement ? requirement.values : [];
  return key.test(requirement.key) && values.every(one => value.test(one));
}

function splitOutsideParentheses(text: string): readonly string[] {
  return text.split(/,(?![^()]*\))/);
}
