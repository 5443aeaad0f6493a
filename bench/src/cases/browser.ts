import type { Browser } from 'playwright-core';
import { launchChromium } from '../../../e2e/browser/chromium.ts';
import { PodbayVisit } from '../browser/podbay-visit.ts';
import { timeXterm } from '../browser/xterm-page.ts';
import { type CaseFigures, summarizeRounds } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';

const full = { last: 1_000_000, keys: 30, rounds: 3 };
const tiny = { last: 2_000, keys: 3, rounds: 1 };

/** What people feel, in a Chromium without a window; and xterm.js by itself in the same one. */
export const browser: Case = {
  name: 'browser',
  async run(stage) {
    const shells = await stage.shells();
    const [direct, ...podbays] = await stage.contestants(shells, ['direct', 'podbay', 'recorded']);
    if (direct === undefined) throw new TypeError('there is no cluster to ask');
    const chromium = await launchChromium();
    stage.scope.own(chromium);
    try {
      const load = await stage.load();
      const rounds: Rounds = { direct: [], xterm: [], podbay: [], recorded: [] };
      for (let round = 0; round < (stage.smoke ? tiny : full).rounds; round++) {
        const { last } = stage.smoke ? tiny : full;
        rounds.direct.push({ seqMs: await load.run('seq', { endpoint: direct.endpoint, last }) });
        for (const contestant of podbays) await visit({ stage, chromium, contestant }, rounds);
      }
      return Object.fromEntries(
        Object.entries(rounds).map(([name, all]) => [name, summarizeRounds(all)]),
      ) satisfies CaseFigures;
    } finally {
      await chromium.close();
    }
  },
};

type Rounds = Record<'direct' | 'xterm' | 'podbay' | 'recorded', Record<string, number>[]>;

interface Visiting {
  readonly stage: Stage;
  readonly chromium: Browser;
  readonly contestant: Contestant;
}

async function visit({ stage, chromium, contestant }: Visiting, rounds: Rounds): Promise<void> {
  const { name, endpoint } = contestant;
  if (endpoint.type !== 'podbay') throw new TypeError(`${name} has no page`);
  const { last, keys } = stage.smoke ? tiny : full;
  const visit = await PodbayVisit.begin(chromium, endpoint);
  const clickToPromptMs = await visit.clickToPrompt();
  const look = await visit.look();
  const seqMs = await visit.seq(last);
  const keyToPaintMs = await visit.keyDuringSeq(last, keys);
  const ctrlCMs = await visit.ctrlC();
  await visit.end();
  const xtermMs = await timeXterm(chromium, look, last);
  const { initialJsKb } = visit;
  rounds[name === 'recorded' ? name : 'podbay'].push({
    initialJsKb,
    clickToPromptMs,
    seqMs,
    keyToPaintMs,
    ctrlCMs,
  });
  rounds.xterm.push({ seqMs: xtermMs });
  stage.progress(
    `${name}: ${initialJsKb.toFixed(0)} KB, prompt ${clickToPromptMs.toFixed(0)} ms, seq ${seqMs.toFixed(0)} ms (xterm.js ${xtermMs.toFixed(0)} ms), ` +
      `key ${keyToPaintMs.toFixed(0)} ms, Ctrl-C ${ctrlCMs.toFixed(0)} ms`,
  );
}
