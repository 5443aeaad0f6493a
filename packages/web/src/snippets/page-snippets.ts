import type { Snippet } from '@podbay/protocol';
import { api } from '../api.ts';
import { readSetting, writeSetting } from '../settings/storage.ts';
import { OwnSnippets } from './own-snippets.ts';

const setting = 'snippets';

/** The user's own snippets. */
export const ownSnippets: OwnSnippets = new OwnSnippets({
  read: () => readSetting(setting),
  write: text => writeSetting(setting, text),
});

let configured: Promise<readonly Snippet[]> | undefined;

/** The snippets of the gateway's configuration; none where they can't be had. Asked for once. */
export function configuredSnippets(): Promise<readonly Snippet[]> {
  configured ??= fetchConfigured();
  return configured;
}

async function fetchConfigured(): Promise<readonly Snippet[]> {
  try {
    const response = await api.request('snippets');
    return response.ok ? ((await response.json()) as { snippets: Snippet[] }).snippets : [];
  } catch {
    configured = undefined;
    return [];
  }
}
