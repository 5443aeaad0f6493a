/** What a platform's keyboards have: Cmd beside Ctrl, or Ctrl alone. */
export type Platform = 'mac' | 'other';

/** The platform of this browser. */
export const platform: Platform = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '')
  ? 'mac'
  : 'other';
