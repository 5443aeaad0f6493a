import type { DebugImages, Target } from '@podbay/protocol';
import { useSyncExternalStore } from 'react';
import { api } from '../api.ts';

/** The gateway's debug containers, asked for once somebody wants to know, and what is asked about them in this page. */
class PageDebug {
  readonly #listeners = new Set<() => void>();
  #images: DebugImages | undefined;
  #isAsking = false;
  #asked: Target | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    void this.#load();
    return () => this.#listeners.delete(listener);
  };

  /** `undefined`: not known yet. */
  readonly images = (): DebugImages | undefined => this.#images;

  /** Beside which container one is asked for in the dialog. */
  readonly asked = (): Target | undefined => this.#asked;

  ask(target: Target | undefined): void {
    this.#asked = target;
    this.#tell();
  }

  async #load(): Promise<void> {
    if (this.#images !== undefined || this.#isAsking) return;
    this.#isAsking = true;
    try {
      this.#images = await api.debugImages();
      this.#tell();
    } catch {
      // Not logged in, or no gateway: asked again when the next one wants to know.
    } finally {
      this.#isAsking = false;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const pageDebug: PageDebug = new PageDebug();

/** What debug containers are made from; `undefined` where there are none, or that is not known yet. */
export function useDebugImages(): DebugImages | undefined {
  const known = useSyncExternalStore(pageDebug.subscribe, pageDebug.images);
  return known === undefined || known.images.length === 0 ? undefined : known;
}
