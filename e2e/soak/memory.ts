/** Resident memory after so many sessions. */
export interface MemorySample {
  readonly sessions: number;
  readonly rssMB: number;
}

/** How memory grows over the second half of the sessions: the slope of the straight line nearest to the samples. */
export function slopeKBPerThousand(samples: readonly MemorySample[]): number {
  const last = samples.at(-1)?.sessions ?? 0;
  const half = samples.filter(({ sessions }) => sessions >= last / 2);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(half.map(({ sessions }) => sessions));
  const y = mean(half.map(({ rssMB }) => rssMB));
  const covariance = half.reduce((sum, one) => sum + (one.sessions - x) * (one.rssMB - y), 0);
  const variance = half.reduce((sum, one) => sum + (one.sessions - x) ** 2, 0);
  return variance === 0 ? 0 : Math.round((covariance / variance) * 1024 * 1000);
}
