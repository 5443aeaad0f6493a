export { type Decision, decide, nameRule, type PassedOver, type RuleReference } from './decide.ts';
export { type LabelSelector, type Labels, parseLabelSelector } from './label-selector.ts';
export {
  type Access,
  allowAll,
  type Effect,
  type Matchers,
  type Policy,
  type Question,
  type Restrictions,
  type Rule,
} from './policy.ts';
