const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** How long ago a time was, as `kubectl get` prints it; `<unknown>` where there is none. */
export function formatAge(time: string | undefined, now: Date): string {
  if (time === undefined) return '<unknown>';
  return formatDuration((now.getTime() - Date.parse(time)) / 1000);
}

/** A duration for people, the coarser the longer: `45s`, `3m20s`, `7h5m`, `2d4h`, `71d`. Source: apimachinery `util/duration`. */
export function formatDuration(exactSeconds: number): string {
  const seconds = Math.trunc(exactSeconds);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * minute) return `${seconds}s`;
  if (seconds < 10 * minute) return parts(seconds, { unit: minute, name: 'm' }, { unit: 1, name: 's' });
  if (seconds < 3 * hour) return `${Math.trunc(seconds / minute)}m`;
  if (seconds < 8 * hour) return parts(seconds, { unit: hour, name: 'h' }, { unit: minute, name: 'm' });
  if (seconds < 2 * day) return `${Math.trunc(seconds / hour)}h`;
  if (seconds < 8 * day) return parts(seconds, { unit: day, name: 'd' }, { unit: hour, name: 'h' });
  if (seconds < 2 * year) return `${Math.trunc(seconds / day)}d`;
  if (seconds < 8 * year) return parts(seconds, { unit: year, name: 'y' }, { unit: day, name: 'd' });
  return `${Math.trunc(seconds / year)}y`;
}

interface Unit {
  readonly unit: number;
  readonly name: string;
}

function parts(seconds: number, large: Unit, small: Unit): string {
  const rest = Math.trunc((seconds % large.unit) / small.unit);
  const head = `${Math.trunc(seconds / large.unit)}${large.name}`;
  return rest === 0 ? head : `${head}${rest}${small.name}`;
}
