// What terminals answer to programs, and report of the mouse and the keyboard's coming and going: xterm control sequences,
// "Device Attributes", "Device Status Reports", "Mouse Tracking", "FocusIn/FocusOut", "Operating System Commands".
const replies = [
  /^\x1b\[[?>=][\d;]*c$/, // device attributes
  /^\x1b\[\??\d+;\d+R$/, // cursor position
  /^\x1b\[\d*n$/, // status
  /^\x1b\[\??[\d;]+\$y$/, // modes
  /^\x1b\[\d+(;\d+)*t$/, // window
  /^\x1b\[\?[\d;]*u$/, // keyboard protocol
  /^\x1b\[[IO]$/, // focus
  /^\x1b\[<[\d;]+[Mm]$/, // mouse
  /^\x1b\[M[\s\S]{3}$/, // mouse, in its oldest form
  /^\x1b[\]P_][\s\S]*(\x07|\x1b\\)$/, // colours, settings, versions
];

/**
 * Whether a terminal says this by itself, rather than the user: it is for the program that asked, and nobody else's. Shift
 * and F3 together look like a cursor position, and are taken for one.
 */
export function isTerminalReply(data: string): boolean {
  return data.startsWith('\x1b') && replies.some(reply => reply.test(data));
}
