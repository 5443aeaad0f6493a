import { randomUUID } from 'node:crypto';
import type { ObjectStore } from '../object-store.ts';
import type { KubeEvent, ObjectReference } from '../objects/event.ts';
import { formatTime, type KubeObject } from '../objects/kube-object.ts';

/** What happened to an object. */
export interface Happening {
  readonly object: KubeObject;
  /** The part of it, e.g. `spec.containers{web}`. */
  readonly fieldPath?: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly host?: string;
}

const ttlMs = 3_600_000;

/** Writes events; one that says the same again is counted. Those of an hour ago are dropped, as the API server does. */
export class EventRecorder {
  readonly #store: ObjectStore;
  readonly #now: () => Date;

  constructor(store: ObjectStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  record(happening: Happening): void {
    this.#expire();
    const involvedObject = referenceTo(happening);
    const key = `${involvedObject.namespace ?? 'default'}/${nameOf(happening, involvedObject)}`;
    const lastTimestamp = formatTime(this.#now());
    const again = this.#store.update<KubeEvent>('events', key, event => ({
      ...event,
      count: event.count + 1,
      lastTimestamp,
    }));
    if (again === undefined) this.#store.create('events', this.#newEvent(happening, involvedObject));
  }

  #newEvent(happening: Happening, involvedObject: ObjectReference): KubeEvent {
    const { type, reason, message, component, host } = happening;
    const lastTimestamp = formatTime(this.#now());
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: {
        name: nameOf(happening, involvedObject),
        namespace: involvedObject.namespace ?? 'default',
        uid: randomUUID(),
        creationTimestamp: lastTimestamp,
      },
      involvedObject,
      reason,
      message,
      source: { component, ...(host === undefined ? {} : { host }) },
      firstTimestamp: lastTimestamp,
      lastTimestamp,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: component,
      reportingInstance: host ?? '',
    };
  }

  #expire(): void {
    const oldest = formatTime(new Date(this.#now().getTime() - ttlMs));
    for (const event of this.#store.list('events') as readonly KubeEvent[]) {
      const { namespace, name } = event.metadata;
      if (event.lastTimestamp < oldest) this.#store.delete('events', `${namespace}/${name}`);
    }
  }
}

function referenceTo({ object, fieldPath }: Happening): ObjectReference {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  return {
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(uid === undefined ? {} : { uid }),
    apiVersion: object.apiVersion,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

// `pod.17f0c2a4b1e3d5c7` in Kubernetes, by time; here by what is said, so that the same finds itself again.
function nameOf({ reason, message }: Happening, { name, uid, fieldPath }: ObjectReference): string {
  const text = [uid, fieldPath, reason, message].join('\n');
  let hash = 0xcbf29ce484222325n;
  for (const character of text) {
    hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return `${name}.${hash.toString(16).padStart(16, '0')}`;
}
