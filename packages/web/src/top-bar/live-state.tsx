import type { WatchState } from '@podbay/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import type { Tone } from '../pods/tone.ts';

interface Look {
  readonly tone: Tone;
  readonly key: 'live.connecting' | 'live.live' | 'live.stale' | 'live.refused' | 'live.offline';
}

/** Says whether the list is live. */
export function LiveState({
  state,
  loaded,
}: {
  readonly state: WatchState;
  readonly loaded: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { tone, key } = lookOf(state, loaded);
  return (
    <span className="live" role="status" title={t(key)}>
      <Dot tone={tone} />
      <span className="live-word">{t(key)}</span>
    </span>
  );
}

function lookOf(state: WatchState, loaded: boolean): Look {
  switch (state.type) {
    case 'live':
      return { tone: 'ok', key: 'live.live' };
    case 'connecting':
      return { tone: 'pending', key: loaded ? 'live.stale' : 'live.connecting' };
    case 'failed':
      if (state.unreachable) return { tone: 'bad', key: loaded ? 'live.stale' : 'live.offline' };
      return { tone: 'bad', key: 'live.refused' };
    default:
      return state satisfies never;
  }
}
