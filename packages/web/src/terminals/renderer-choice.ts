import type { RendererChoice } from '@podbay/client';
import { readSetting } from '../settings/storage.ts';

/** `?renderer=dom` in the address, else the setting `podbay.renderer`: text that is in the page can be read by tests. */
export function rendererChoice(): RendererChoice {
  const asked = new URLSearchParams(location.search).get('renderer') ?? readSetting('renderer');
  return asked === 'dom' ? 'dom' : 'auto';
}
