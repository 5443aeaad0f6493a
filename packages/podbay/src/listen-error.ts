import { CliError } from './cli-error.ts';

/** Why nobody can listen on `address`, in words that name the option to change; another error stays as it is. */
export function explainListenError(error: unknown, address: string, portOption = '--port'): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new CliError(
        `${address} is in use; choose another port with ${portOption}, or a free one with ${portOption} 0`,
      );
    case 'EACCES':
      return new CliError(`${address}: ports below 1024 need more rights; choose another with ${portOption}`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CliError(`${address}: this machine has no such address; choose another with --host`);
    default:
      return error;
  }
}
