/** Things to undo, undone once and in reverse order. */
export class Disposables {
  #cleanups: (() => void)[] = [];
  #disposed = false;

  /** Runs `cleanup` on `dispose()`, or at once where that has already been. */
  add(cleanup: () => void): void {
    if (this.#disposed) cleanup();
    else this.#cleanups.push(cleanup);
  }

  dispose(): void {
    this.#disposed = true;
    const cleanups = this.#cleanups.reverse();
    this.#cleanups = [];
    for (const cleanup of cleanups) cleanup();
  }
}
