import { CliError } from './cli-error.ts';

type DemoModule = typeof import('@podbay/demo-cluster');

/** Loads the demo cluster only where it is wanted: its native terminal is not there for every platform. */
export async function loadDemoModule(): Promise<DemoModule> {
  try {
    return await import('@podbay/demo-cluster');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new CliError(`the demo cluster can't run on this machine: ${reason}`, { cause });
  }
}
