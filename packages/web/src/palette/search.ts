import fuzzysort from 'fuzzysort';
import type { Entry, Found } from './entries.ts';

// Letters may be far apart: `frdchk` finds fraud-check. Below this they are anywhere.
export const threshold = 0.25;

// Beside a word that is there, letters that happen to be there in this order are noise.
const besideBest = 0.5;

/** What is searched for: its words, in any order; a path such as `shop/web` is words, too. */
export function toQuery(typed: string): string {
  return typed.replaceAll('/', ' ').trim();
}

/** The entries that a query matches, best first; all of them, as they are, where nothing is asked for. */
export function searchEntries(query: string, entries: readonly Entry[], limit: number): readonly Found[] {
  if (query === '') return entries.slice(0, limit).map(unasked);
  const results = fuzzysort.go(query, entries, {
    keys: ['title', 'detail'],
    limit,
    threshold,
    scoreFn: result => result.score * result.obj.weight,
  });
  const worst = (results[0]?.score ?? 0) * besideBest;
  const near = results.filter(({ score }) => score >= worst);
  return near.map(({ obj, score, 0: title, 1: detail }) => ({
    entry: obj,
    score,
    titleMarks: title?.indexes ?? [],
    detailMarks: detail?.indexes ?? [],
  }));
}

function unasked(entry: Entry): Found {
  return { entry, score: 0, titleMarks: [], detailMarks: [] };
}
