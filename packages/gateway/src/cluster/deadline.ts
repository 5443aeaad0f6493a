/** A signal with a deadline, to be disposed of when what it bounds is done. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborts after `timeoutMs`, or with `signal`. Disposing of it frees its timer and listener at once; those of
 * `AbortSignal.timeout` stay until it is over.
 */
export function deadline(timeoutMs: number, signal?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException('It took too long', 'TimeoutError')),
    timeoutMs,
  );
  timer.unref();
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
