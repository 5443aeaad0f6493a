const sizes = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** `0`, `812 B`, `1.5 MiB` */
export function humanSize(bytes: number): string {
  if (bytes === 0) return '0';
  const step = Math.min(Math.floor(Math.log2(bytes) / 10), sizes.length - 1);
  const value = bytes / 1024 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${sizes[step]}`;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `250ms`, `12s`, `3m05s`, `2h10m`, `4d3h` */
export function humanTime(ms: number): string {
  if (ms < second) return `${Math.round(ms)}ms`;
  if (ms < minute) return `${Math.floor(ms / second)}s`;
  if (ms < hour) return `${Math.floor(ms / minute)}m${two((ms % minute) / second)}s`;
  if (ms < day) return `${Math.floor(ms / hour)}h${two((ms % hour) / minute)}m`;
  return `${Math.floor(ms / day)}d${Math.floor((ms % day) / hour)}h`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
