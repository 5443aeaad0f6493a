import { findMismatch } from './matching.ts';
import type { Effect, Policy, Question, Restrictions, Rule } from './policy.ts';

/** Which rule it was. */
export interface RuleReference {
  /** The first is 1. */
  readonly number: number;
  readonly name: string | undefined;
}

/** What a policy says to a question. */
export interface Decision {
  readonly effect: Effect;
  /** `undefined`: no rule matched, so the default decided. */
  readonly rule: RuleReference | undefined;
  /** Empty where it is denied. */
  readonly restrictions: Restrictions;
  /** What the rule tells the user who is denied. */
  readonly message: string | undefined;
  /** Rules that came before and did not match, and why. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly rule: RuleReference;
  readonly why: string;
}

/** Decides by the first rule that matches. The same policy and question always give the same decision. */
export function decide(policy: Policy, question: Question): Decision {
  const passedOver: PassedOver[] = [];
  for (const [index, rule] of policy.rules.entries()) {
    const reference = { number: index + 1, name: rule.name };
    const why = findMismatch(rule.match, question);
    if (why === undefined) return { ...verdict(rule), rule: reference, passedOver };
    passedOver.push({ rule: reference, why });
  }
  return {
    effect: policy.otherwise,
    rule: undefined,
    restrictions: {},
    message: undefined,
    passedOver,
  };
}

/** A rule's number and name, or the default, in words. */
export function nameRule(rule: RuleReference | undefined): string {
  if (rule === undefined) return 'the default';
  return rule.name === undefined ? `rule ${rule.number}` : `rule ${rule.number} (${rule.name})`;
}

function verdict({ effect, message, restrictions }: Rule) {
  return { effect, message, restrictions: effect === 'allow' ? restrictions : {} };
}
