import type { AuditedDecision } from './audit/audit-entry.ts';
import { type Decision, decide, nameRule } from './policy/decide.ts';
import { type Access, allowAll, type Policy, type Question } from './policy/policy.ts';
import type { SessionPolicy, SessionQuestion, SessionVerdict } from './session-policy.ts';

/** A policy of rules, which may be replaced while sessions run: those are judged by the new one when they are next. */
export class RulePolicy {
  #rules: Policy;

  constructor(rules: Policy) {
    this.#rules = rules;
  }

  get rules(): Policy {
    return this.#rules;
  }

  /** From now on these rules hold. */
  replace(rules: Policy): void {
    this.#rules = rules;
  }

  /** Decides for a gateway. */
  readonly judge: SessionPolicy = question => {
    // Where there is no policy nobody wants to read that with each session.
    if (this.#rules === allowAll) return { type: 'allowed' };
    return toVerdict(decide(this.#rules, toQuestion(question)), question.access);
  };
}

function toQuestion({ access, user, target, facts }: SessionQuestion): Question {
  const { image, labels } = facts;
  return { access, user: user.name, groups: user.groups, ...target, image, labels };
}

function toVerdict(decision: Decision, access: Access): SessionVerdict {
  const described = { decision: describeDecision(decision) };
  if (decision.effect === 'deny')
    return { ...described, type: 'denied', refusal: refusalOf(decision, access) };
  const {
    readOnly = false,
    noPaste = false,
    noUpload = false,
    maxLifetimeMs,
    shells,
    record,
  } = decision.restrictions;
  const restrictions = readOnly || noPaste || noUpload ? { readOnly, noPaste, noUpload } : undefined;
  return { ...described, type: 'allowed', restrictions, maxLifetimeMs, shells, record: record === 'always' };
}

function refusalOf({ rule, message }: Decision, access: Access) {
  return {
    code: 'forbidden',
    message: message ?? `The rules of this gateway do not allow this ${access}.`,
    hint: 'Kubernetes would allow it; whoever runs the gateway can tell more.',
    details: { rule: nameRule(rule) },
  } as const;
}

function describeDecision({ effect, rule, restrictions }: Decision): AuditedDecision {
  const held = Object.entries(restrictions).filter(([, value]) => value !== undefined && value !== false);
  return {
    effect,
    rule: rule?.number ?? 0,
    ...(rule?.name !== undefined && { name: rule.name }),
    restrictions: Object.fromEntries(held),
  };
}
