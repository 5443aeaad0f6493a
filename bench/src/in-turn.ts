import { type CaseFigures, summarizeRounds } from './figures.ts';
import type { Contestant } from './gateways/contestant.ts';

/**
 * Measures contestants in turn, A B C A B C, so that what happens to the machine in between happens to all of them.
 * Figures that a contestant does not have it leaves out.
 */
export async function inTurn(
  contestants: readonly Contestant[],
  rounds: number,
  measure: (contestant: Contestant) => Promise<Readonly<Record<string, number>>>,
): Promise<CaseFigures> {
  const measured = new Map<string, Readonly<Record<string, number>>[]>();
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      const figures = measured.get(contestant.name) ?? [];
      measured.set(contestant.name, [...figures, await measure(contestant)]);
    }
  }
  return Object.fromEntries([...measured].map(([name, all]) => [name, summarizeRounds(all)]));
}
