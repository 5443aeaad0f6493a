const units = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const formats = new Map<string, Intl.NumberFormat>();

/** How long ago `createdAt` (RFC 3339) was, in its largest unit: `43s`, `12m`, `5h`, `3d`. */
export function formatAge(createdAt: string, nowMs: number, language: string): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(createdAt)) / 1000));
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['second', 1];
  return Number.isNaN(seconds) ? '–' : formatOf(language, unit).format(Math.floor(seconds / length));
}

function formatOf(language: string, unit: string): Intl.NumberFormat {
  const key = `${language} ${unit}`;
  const format =
    formats.get(key) ?? new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' });
  formats.set(key, format);
  return format;
}
