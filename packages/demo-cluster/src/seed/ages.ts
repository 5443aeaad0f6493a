const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A span of time as people say it: `40s`, `7m`, `3h`, `12d`. */
export type Age = `${number}${keyof typeof unitMs}`;

/** The time that lies so long before `now`. */
export function ago(now: Date, age: Age): Date {
  const unit = age.slice(-1) as keyof typeof unitMs;
  return new Date(now.getTime() - Number(age.slice(0, -1)) * unitMs[unit]);
}
