import { unwatchFile, watchFile } from 'node:fs';
import type { RecordAccess, RulePolicy } from '@podbay/gateway';
import type { Logger } from 'pino';
import { CliError } from './cli-error.ts';
import { demandsRecording, readConfig } from './config/config-file.ts';

export interface FollowOptions {
  readonly logger: Logger;
  /** For the audit. */
  readonly record: RecordAccess;
  /** Whether it was started with a place for recordings. */
  readonly canRecord: boolean;
  /** How often the file is looked at, in ms. Looked at, since events don't tell of what Kubernetes swaps below a mount. */
  readonly intervalMs?: number;
}

const defaultIntervalMs = 5_000;

/**
 * Replaces the policy when its file changes. A file that is not good is refused, and the old policy holds; so is one without
 * a policy, as a file that is being written looks like that. Returns the function that stops it.
 */
export function followPolicy(
  path: string,
  policy: RulePolicy,
  { logger, record, canRecord, intervalMs = defaultIntervalMs }: FollowOptions,
): () => void {
  const handleChange = async () => {
    try {
      const { policy: rules } = await readConfig(path);
      if (rules === undefined) throw new CliError(`${path}: there is no policy in it any more`);
      if (demandsRecording(rules) && !canRecord)
        throw new CliError(
          `${path}: a rule demands recordings, and podbay was started without \`recording\``,
        );
      policy.replace(rules);
      const { length } = rules.rules;
      logger.info({ path, rules: length }, 'the policy has been read anew');
      record({ type: 'policy-replaced', file: path, rules: length, otherwise: rules.otherwise });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      logger.error({ path, why }, 'the new policy is refused: the old one holds');
      record({ type: 'policy-refused', file: path, message: why });
    }
  };
  watchFile(path, { interval: intervalMs, persistent: false }, () => void handleChange());
  return () => unwatchFile(path);
}
