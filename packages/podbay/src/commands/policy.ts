import {
  type Decision,
  decide,
  nameRule,
  type Policy,
  type Question,
  type Restrictions,
} from '@podbay/gateway';
import { CliError, exitCodes } from '../cli-error.ts';
import { readConfig } from '../config/config-file.ts';
import { note } from '../terminal-lines.ts';

export interface ExplainOptions {
  /** Path of the configuration file with the policy. */
  readonly config: string;
  /** Default: a terminal. */
  readonly access?: 'terminal' | 'log';
  readonly user: string;
  readonly group?: readonly string[];
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
  readonly image?: string;
  readonly label?: readonly string[];
  readonly json?: boolean;
}

/**
 * Prints what a policy says to somebody who wants to open something, and why. Resolves with the exit code: 0 allow, 1 deny,
 * and 2 where there is no answer, so that nobody takes a mistake in the file for one.
 */
export async function explainPolicy(options: ExplainOptions): Promise<number> {
  try {
    const decision = decide(await readPolicy(options.config), readQuestion(options));
    const { json = false } = options;
    process.stdout.write(json ? `${JSON.stringify(toJson(decision), undefined, 2)}\n` : describe(decision));
    return decision.effect === 'allow' ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    note(error.message);
    return exitCodes.usage;
  }
}

async function readPolicy(path: string): Promise<Policy> {
  const { policy } = await readConfig(path);
  if (policy === undefined) throw new CliError(`${path}: there is no policy in it`);
  return policy;
}

function readQuestion(options: ExplainOptions): Question {
  const {
    access = 'terminal',
    user,
    group: groups = [],
    context,
    namespace,
    pod,
    container = '',
    image = '',
    label = [],
  } = options;
  const labels = Object.fromEntries(label.map(splitLabel));
  return { access, user, groups, context, namespace, pod, container, image, labels };
}

function splitLabel(text: string): [key: string, value: string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

function toJson({ effect, rule, message, restrictions, passedOver }: Decision) {
  return { effect, rule: rule ?? null, message, restrictions, passedOver };
}

function describe({ effect, rule, message, restrictions, passedOver }: Decision): string {
  const lines = [
    `${effect}, by ${nameRule(rule)}`,
    ...(message === undefined ? [] : [`  the user is told: ${message}`]),
    ...describeRestrictions(restrictions).map(line => `  ${line}`),
    ...(passedOver.length === 0 ? [] : ['passed over:']),
    ...passedOver.map(({ rule, why }) => `  ${nameRule(rule)}: ${why}`),
  ];
  return `${lines.join('\n')}\n`;
}

function describeRestrictions({
  readOnly,
  noPaste,
  noUpload,
  maxLifetimeMs,
  shells,
  record,
}: Restrictions): string[] {
  const lines = [
    readOnly ? 'read-only: input is refused' : '',
    noPaste ? 'nothing may be pasted' : '',
    noUpload ? 'nothing may be uploaded' : '',
    maxLifetimeMs === undefined ? '' : `ends ${maxLifetimeMs / 1000} s after it was opened`,
    shells === undefined ? '' : `starts one of: ${shells.map(words => words.join(' ')).join(', ')}`,
    record === 'always' ? 'recorded, and the user is told' : '',
  ];
  return lines.filter(Boolean);
}
