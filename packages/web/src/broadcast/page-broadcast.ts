import { mountedTerminals } from '../terminals/mounted-terminals.ts';
import { Broadcast } from './broadcast.ts';

/** The page's terminals that are typed to together. */
export const pageBroadcast: Broadcast = new Broadcast(mountedTerminals);

/** Ends it, wherever the keyboard is in a terminal: no program needs it, as none sees Ctrl+Shift. */
export const stopShortcut = 'Ctrl+Shift+X';
