const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  k: 1000,
  M: 1000 ** 2,
  G: 1000 ** 3,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
};

/** A duration in ms: `500ms`, `30s`, `5m`, `8h`, `7d`, or `0`. `undefined`: it is none. */
export function parseDuration(text: string): number | undefined {
  return text === '0' ? 0 : parseWithUnit(text, unitMs);
}

/** A size in bytes, in Kubernetes' notation: `512`, `100k`, `2Mi`. `undefined`: it is none. */
export function parseSize(text: string): number | undefined {
  return parseWithUnit(text, unitBytes);
}

function parseWithUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,12})([A-Za-z]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return number === '' || factor === undefined ? undefined : Number(number) * factor;
}
