/** Something that the person at the terminal can put right. The message is the one line that they get. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** The exit codes that are podbay's own; the last two are a shell's for a program that is not there, or that SIGPIPE has ended. */
export const exitCodes = { failure: 1, usage: 2, notFound: 127, brokenPipe: 141 } as const;
