import { type Policy, parseLabelSelector, type Rule } from '@podbay/gateway';
import { z } from 'zod';
import { duration } from './fields.ts';

const name = z.string('must be a text').min(1, 'must not be empty');
const patterns = z
  .union(
    [name.transform(one => [one]), z.array(name).min(1, 'must name at least one')],
    'must be a name or a list of names, with * for any characters',
  )
  .optional();

const labels = z
  .string('must be a label selector such as app=web,tier in (a, b)')
  .transform((text, context) => {
    const selector = parseLabelSelector(text);
    if (typeof selector !== 'string') return selector;
    context.addIssue({ code: 'custom', message: selector });
    return z.NEVER;
  });

/** A command line is split where there are spaces: it is no shell's. */
const shells = z
  .array(
    z
      .string('must be a command line such as /bin/bash or redis-cli -p 6379')
      .transform(line => line.split(/\s+/).filter(Boolean))
      .refine(words => words.length > 0, 'must not be empty'),
    'must be a list of command lines',
  )
  .min(1, 'must name at least one');

const effect = z.enum(['allow', 'deny'], 'must be allow or deny');
const flag = z.boolean('must be true or false').optional();

const match = z
  .strictObject({
    access: z.enum(['terminal', 'log'], 'must be terminal or log').optional(),
    user: patterns,
    group: patterns,
    context: patterns,
    namespace: patterns,
    pod: patterns,
    container: patterns,
    image: patterns,
    labels: labels.optional(),
  })
  .optional();

const restrictions = {
  readOnly: flag,
  noPaste: flag,
  noUpload: flag,
  maxLifetime: duration.refine(ms => ms > 0, 'must be more than 0').optional(),
  shells: shells.optional(),
  record: z.enum(['always'], 'must be always, or be left out').optional(),
};

const ruleFields = z.strictObject({
  name: name.optional(),
  match,
  effect,
  message: name.optional(),
  ...restrictions,
});

type RuleFields = z.output<typeof ruleFields>;

const rule = ruleFields
  .refine(({ effect, message }) => effect === 'deny' || message === undefined, {
    path: ['message'],
    message: 'is only for those who are denied',
  })
  .refine(isNotRestrictedAndDenied, 'who is denied can not be restricted, too')
  .transform(toRule);

/** `policy` in the configuration file. */
export const policySection = z
  .strictObject({
    default: effect.default('allow'),
    rules: z.array(rule, 'must be a list of rules').default([]),
  })
  .transform(({ default: otherwise, rules }): Policy => ({ otherwise, rules }));

function toRule({ name, match = {}, effect, message, maxLifetime, ...rest }: RuleFields): Rule {
  const { readOnly, noPaste, noUpload, shells, record } = rest;
  return {
    name,
    match,
    effect,
    message,
    restrictions: { readOnly, noPaste, noUpload, shells, record, maxLifetimeMs: maxLifetime },
  };
}

function isNotRestrictedAndDenied(fields: RuleFields): boolean {
  const isRestricted = Object.keys(restrictions).some(
    key => fields[key as keyof typeof restrictions] !== undefined,
  );
  return fields.effect === 'allow' || !isRestricted;
}
