import type { LogQuery, Refusal } from '@podbay/protocol';
import type { Audit } from './audit/audit.ts';
import type { AuditEntry, AuditEntryName } from './audit/audit-entry.ts';
import type { User } from './auth/authenticator.ts';
import type { Clusters } from './cluster/clusters.ts';
import type { LogGuard } from './cluster/log-rights.ts';
import { streamLogs } from './cluster/log-stream.ts';
import type { PodFacts } from './cluster/preflight.ts';
import { httpStatus } from './errors.ts';
import type { SessionPolicy } from './session-policy.ts';

export interface LogAccessOptions {
  readonly clusters: Clusters;
  readonly policy: SessionPolicy;
  readonly audit: Audit;
  /** How often rights are asked for again, in ms; 0: never. */
  readonly checkMs: number;
}

/** Whose logs somebody wants to read, and from where. */
export interface LogReader {
  readonly user: User;
  readonly address: string;
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
}

/** Reads logs for users, as those users: the policy says whether they may, and the audit knows of each. */
export class LogAccess {
  readonly #options: LogAccessOptions;

  constructor(options: LogAccessOptions) {
    this.#options = options;
  }

  /** Throws a `RefusalError` where there is no such cluster. */
  open(reader: LogReader, query: LogQuery, signal: AbortSignal): ReadableStream<Uint8Array> {
    const { context, namespace, pod, user } = reader;
    const cluster = this.#options.clusters.get(context, user.identity);
    const guard = this.#guard(reader);
    return streamLogs(cluster.client, {
      pod: { context, namespace, pod },
      query,
      signal,
      guard,
      onClose: cluster.hold(),
    });
  }

  #guard(reader: LogReader): LogGuard {
    const { audit, checkMs } = this.#options;
    const told = new Set<string>();
    return {
      checkMs,
      judge: (container, facts) => {
        const unrecorded = told.has(container) ? undefined : audit.check();
        return unrecorded ?? this.#judge(reader, container, facts);
      },
      handleOpened: (container, { uid, image, node }) => {
        told.add(container);
        audit.record({ ...entryOf(reader, 'log.opened'), container, uid, image, node });
      },
      handleRefused: (container, { code, message }) =>
        audit.record({
          ...entryOf(reader, 'request.refused'),
          container,
          status: { code: httpStatus[code], reason: code, message },
        }),
    };
  }

  #judge({ user, address: _, ...pod }: LogReader, container: string, facts: PodFacts): Refusal | undefined {
    const target = { ...pod, container };
    const verdict = this.#options.policy({ access: 'log', user, target, command: [], facts });
    return verdict.type === 'denied' ? verdict.refusal : undefined;
  }
}

function entryOf({ user, address, ...pod }: LogReader, event: AuditEntryName): AuditEntry {
  const who = { user: user.name, groups: user.groups, address };
  return { time: new Date().toISOString(), event, ...who, ...pod, subresource: 'log' };
}
