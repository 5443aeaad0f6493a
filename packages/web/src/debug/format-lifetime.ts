const hourMs = 3_600_000;
const minuteMs = 60_000;

/** A lifetime in words: in hours where it is whole ones, else in minutes. */
export function formatLifetime(ms: number, language: string): string {
  const [value, unit] = ms % hourMs === 0 ? [ms / hourMs, 'hour'] : [Math.round(ms / minuteMs), 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
