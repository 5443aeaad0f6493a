/** The command that opens the palette: a button runs it, too. */
export const paletteCommandId = 'general.palette';

/** Its shortcuts: the first outside of terminals, the others inside, too. */
export const paletteShortcuts = ['Mod+K', 'Ctrl+Shift+K', 'Ctrl+Shift+P'] as const;
