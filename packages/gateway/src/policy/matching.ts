import { matchesGlob } from './glob.ts';
import { matchesLabels } from './label-selector.ts';
import type { Matchers, Question } from './policy.ts';

const names = ['user', 'context', 'namespace', 'pod', 'container', 'image'] as const;

/** Why a rule with these matchers does not match, in words; `undefined`: it does. */
export function findMismatch(match: Matchers, question: Question): string | undefined {
  const { access = question.access } = match;
  if (access !== question.access) return `it is about a ${access}, not a ${question.access}`;
  for (const name of names) {
    const patterns = match[name];
    if (patterns !== undefined && !patterns.some(pattern => matchesGlob(pattern, question[name])))
      return `${name} ${quote(question[name])} is not ${list(patterns)}`;
  }
  const { group, labels } = match;
  if (group !== undefined && !isAnyGroup(group, question.groups)) {
    const groups = question.groups.length === 0 ? 'no group' : `no group of ${question.groups.join(', ')}`;
    return `${groups} is ${list(group)}`;
  }
  if (labels !== undefined && !matchesLabels(labels, question.labels))
    return `the labels do not fulfil ${labels.text}`;
  return undefined;
}

function isAnyGroup(patterns: readonly string[], groups: readonly string[]): boolean {
  return patterns.some(pattern => groups.some(group => matchesGlob(pattern, group)));
}

function list(patterns: readonly string[]): string {
  return patterns.join(' or ');
}

function quote(text: string): string {
  return text === '' ? 'unknown' : text;
}
