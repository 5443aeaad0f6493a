import { join } from 'node:path';
import {
  type AuditSink,
  AuditTrail,
  type AuditTrouble,
  FileSink,
  stdoutSink,
  WebhookSink,
} from '@podbay/gateway';
import type { Logger } from 'pino';
import type { AuditConfig } from './config/audit-section.ts';

export interface AuditSetting {
  readonly stateDir: string;
  readonly logger: Logger;
}

/** The audit as it is configured. Throws what the file system throws where its files can't be opened. */
export function createAudit(config: AuditConfig, setting: AuditSetting): AuditTrail {
  const { logger } = setting;
  return new AuditTrail({
    sinks: createSinks(config, setting),
    failure: config.failure,
    onTrouble: trouble => report(trouble, logger),
  });
}

function createSinks(
  { stdout, file, webhook }: AuditConfig,
  { stateDir, logger }: AuditSetting,
): AuditSink[] {
  const sinks: AuditSink[] = stdout ? [stdoutSink()] : [];
  if (file !== undefined) {
    const { path, keep } = file;
    sinks.push(new FileSink({ path, keep, maxBytes: file.maxSize, maxAgeMs: file.maxAge }));
  }
  if (webhook !== undefined) {
    const { maxSize: maxBytes, queueDir = join(stateDir, 'audit'), ...target } = webhook;
    const onDelivery: WebhookDelivery = state => {
      const fields = { url: target.url.origin };
      if (state.type === 'working') logger.info(fields, 'the audit is delivered again');
      else logger.warn({ ...fields, err: state.error }, 'the audit can not be delivered: it is kept on disk');
    };
    sinks.push(new WebhookSink({ ...target, queueDir, maxBytes, onDelivery }));
  }
  return sinks;
}

type WebhookDelivery = NonNullable<ConstructorParameters<typeof WebhookSink>[0]['onDelivery']>;

function report(trouble: AuditTrouble, logger: Logger): void {
  const { sink } = trouble;
  if (trouble.type === 'failed') logger.error({ err: trouble.error, sink }, 'the audit can not be written');
  else logger.warn({ sink, lost: trouble.lost }, 'the audit is written again');
}
