/** SIGKILL to a process, or to a group by its negative id, that may be gone already. */
export function killProcess(pid: number): void {
  signalProcess(pid, 'SIGKILL');
}

/** A signal to a process that may be gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: it was gone.
  }
}
