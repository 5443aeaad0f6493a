import type { Foreground } from '@podbay/protocol';
import { api } from '../api.ts';

const deadlineMs = 1000;

const unknown: Foreground = { type: 'unknown' };

/** What has a session's terminal now. Where that can't be found out in a moment, it is unknown. */
export async function askForeground(session: string): Promise<Foreground> {
  try {
    const path = `sessions/${encodeURIComponent(session)}/foreground`;
    const response = await api.request(path, { signal: AbortSignal.timeout(deadlineMs) });
    return response.ok ? ((await response.json()) as Foreground) : unknown;
  } catch {
    return unknown;
  }
}
