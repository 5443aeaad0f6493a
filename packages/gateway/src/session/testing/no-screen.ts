import type { OpenScreen } from '../screen.ts';

/** Where no screens are kept: viewers who missed output get what the program draws again. */
export const noScreen: OpenScreen = () => ({
  feed: () => {},
  resize: () => {},
  snapshot: async () => ({ type: 'unavailable', reason: 'closed' }),
  close: () => {},
});
