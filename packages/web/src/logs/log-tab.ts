import type { PanelPlace } from '../layout/panel-place.ts';

/** Whose log: one container's, or that of all containers of a pod. */
export interface LogSource {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  /** `undefined`: all of them. */
  readonly container: string | undefined;
}

/** A tab that shows logs. */
export interface LogTab {
  readonly id: string;
  readonly source: LogSource;
  readonly place: PanelPlace | undefined;
}

/** A log's name, in short. */
export function logLabel({ pod, container }: LogSource): string {
  return container === undefined ? pod : `${pod} / ${container}`;
}
