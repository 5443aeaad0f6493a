import type { ServerResponse } from 'node:http';
import type { KubeletApi } from '../kubelet/kubelet-api.ts';
import type { Pod } from '../objects/pod.ts';
import type { ContainerLog, LogLine } from '../runtime/runtime.ts';
import { commonHeaders } from './answer.ts';
import { chooseContainer } from './container-choice.ts';
import { parseBoolean } from './request-info.ts';
import { badRequest, gatewayError, invalid } from './status.ts';

/** What `kubectl logs` asks for. */
interface LogOptions {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  /** Lines before it are left out. */
  readonly since: Date | undefined;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
}

const kubeletPort = 10_250;

/** GET of `pods/log`: the container's output as plain text, and what comes where the query says `follow`. */
export async function servePodLog(
  response: ServerResponse,
  target: { pod: Pod; query: URLSearchParams; kubelet: KubeletApi; now: Date },
): Promise<void> {
  const { pod, query, kubelet } = target;
  const options = parseOptions(query, target.now);
  const container = chooseContainer(pod, query.get('container') ?? '');
  if (pod.spec.nodeName === undefined) {
    response.writeHead(204, commonHeaders()).end();
    return;
  }
  await kubelet.awaken(pod);
  const found = kubelet.findLog(pod, { container, instance: options.previous ? 'previous' : 'current' });
  switch (found.type) {
    case 'none':
      throw badRequest(found.message);
    case 'node-unreachable':
      throw gatewayError(unreachable(pod, container, found.address));
    case 'found':
      new LogStream(response, found.log, options).start(found.exited);
      return;
    default:
      found satisfies never;
  }
}

function unreachable(pod: Pod, container: string, address: string): string {
  const { namespace, name } = pod.metadata;
  const host = `${address}:${kubeletPort}`;
  return `Get "https://${host}/containerLogs/${namespace}/${name}/${container}": dial tcp ${host}: connect: no route to host`;
}

function parseOptions(query: URLSearchParams, now: Date): LogOptions {
  const sinceSeconds = positive(query, 'sinceSeconds', 1);
  const sinceTime = query.get('sinceTime');
  const since = sinceTime === null ? undefined : new Date(sinceTime);
  return {
    follow: parseBoolean(query.get('follow')),
    previous: parseBoolean(query.get('previous')),
    timestamps: parseBoolean(query.get('timestamps')),
    since: sinceSeconds === undefined ? since : new Date(now.getTime() - sinceSeconds * 1000),
    tailLines: positive(query, 'tailLines', 0),
    limitBytes: positive(query, 'limitBytes', 1),
  };
}

function positive(query: URLSearchParams, field: string, least: number): number | undefined {
  const text = query.get(field);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  const problem = `Invalid value: ${text}: must be greater than ${least === 0 ? 'or equal to ' : ''}0`;
  throw invalid(
    { group: '', kind: 'PodLogOptions', name: '' },
    { field, reason: 'FieldValueInvalid', problem },
  );
}

/** Writes the log at the pace at which the client reads: it pulls lines from the container's bounded log. */
class LogStream {
  readonly #response: ServerResponse;
  readonly #log: ContainerLog;
  readonly #options: LogOptions;
  #last: LogLine | undefined;
  #ended = false;
  #bytesLeft: number;
  #unfollow = () => {};

  constructor(response: ServerResponse, log: ContainerLog, options: LogOptions) {
    this.#response = response;
    this.#log = log;
    this.#options = options;
    this.#bytesLeft = options.limitBytes ?? Number.POSITIVE_INFINITY;
  }

  start(exited: Promise<unknown>): void {
    const response = this.#response;
    response.writeHead(200, { ...commonHeaders(), 'Content-Type': 'text/plain' });
    response.flushHeaders();
    this.#skipToTail();
    this.#ended = !this.#options.follow;
    if (this.#options.follow) this.#follow(exited);
    response.on('drain', () => this.#pump());
    this.#pump();
  }

  #follow(exited: Promise<unknown>): void {
    this.#unfollow = this.#log.follow(() => this.#pump());
    this.#response.on('close', () => this.#unfollow());
    void exited.then(() => {
      this.#ended = true;
      this.#pump();
    });
  }

  #skipToTail(): void {
    const { tailLines, since } = this.#options;
    const lines = this.#log.lines();
    const first = since === undefined ? 0 : firstSince(lines, since);
    const start = tailLines === undefined ? first : Math.max(first, lines.length - tailLines);
    this.#last = lines[start - 1];
  }

  #pump(): void {
    const response = this.#response;
    if (response.writableEnded || response.destroyed || response.writableNeedDrain) return;
    const lines = this.#log.lines();
    // A line that has left the bounded log is not found: then all that is left is new.
    let next = this.#last === undefined ? 0 : lines.lastIndexOf(this.#last) + 1;
    for (let line = lines[next]; line !== undefined; line = lines[++next]) {
      this.#last = line;
      const fits = this.#write(line);
      if (this.#bytesLeft <= 0) break;
      if (!fits) return;
    }
    if (this.#ended || this.#bytesLeft <= 0) response.end();
  }

  #write(line: LogLine): boolean {
    const text = this.#options.timestamps
      ? `${formatNanoseconds(line.time)} ${line.text}\n`
      : `${line.text}\n`;
    const bytes = Buffer.from(text).subarray(0, this.#bytesLeft);
    this.#bytesLeft -= bytes.length;
    return this.#response.write(bytes);
  }
}

function firstSince(lines: readonly LogLine[], since: Date): number {
  const index = lines.findIndex(line => line.time >= since);
  return index < 0 ? lines.length : index;
}

function formatNanoseconds(time: Date): string {
  return time.toISOString().replace('Z', '000000Z');
}
