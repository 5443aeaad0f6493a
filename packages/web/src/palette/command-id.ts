/** The command that opens the palette: a button runs it, too. */
export const paletteCommandId = 'general.palette';
