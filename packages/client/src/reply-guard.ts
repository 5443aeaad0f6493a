import type { IDisposable, IParser } from '@xterm/xterm';

// What xterm.js answers: device attributes, status, modes, graphics, window and settings reports. Their answers go to the program
// as if typed; see "Device-Status" and "Request" in ECMA-48 and the xterm control sequences.
const csiQueries = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { final: 't' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'u' },
  { prefix: '?', final: 'S' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
];
const dcsQueries = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
];
const oscColours = [4, 10, 11, 12];

/**
 * Swallows terminal queries while `isMuted()`: whoever asked them stopped waiting, or another viewer's terminal answers, and
 * one more answer would be typed into the shell. Works in the parser, so that it can't mistake what the user types meanwhile for an answer.
 */
export function guardReplies(parser: IParser, isMuted: () => boolean): IDisposable {
  const handlers = [
    ...csiQueries.map(query => parser.registerCsiHandler(query, isMuted)),
    ...dcsQueries.map(query => parser.registerDcsHandler(query, isMuted)),
    ...oscColours.map(code => parser.registerOscHandler(code, data => isMuted() && data.includes('?'))),
  ];
  return { dispose: () => handlers.forEach(handler => void handler.dispose()) };
}
