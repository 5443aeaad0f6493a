import type { Target } from '@podbay/protocol';
import type { BrowserContext, Page } from 'playwright-core';

/** Notes what the pages of a browser report, whom they talk to and which containers their address has named. */
export class PageWitness {
  readonly targets = new Set<Target>();
  readonly #seen = new Set<string>();
  readonly #reports: string[] = [];
  readonly #origin: string;

  constructor(context: BrowserContext, origin: string) {
    this.#origin = origin;
    context.on('page', page => this.#watch(page));
    context.on('request', request => this.#noteAddress(request.url()));
    context.on('weberror', error => this.#reports.push(`uncaught: ${error.error().message}`));
    context.on('console', message => {
      if (message.type() === 'error') this.#reports.push(message.text());
    });
  }

  /** Errors, violations of the content security policy and requests to elsewhere, without those that are expected. */
  reports(expected?: RegExp): readonly string[] {
    return this.#reports.filter(report => !expected?.test(report));
  }

  #watch(page: Page): void {
    page.on('framenavigated', frame => this.#noteTarget(new URL(frame.url()).hash));
    page.on('websocket', socket => this.#noteAddress(socket.url().replace(/^ws/, 'http')));
  }

  #noteAddress(url: string): void {
    const { origin, protocol } = new URL(url);
    if (origin !== this.#origin && protocol !== 'data:' && protocol !== 'blob:')
      this.#reports.push(`request to ${url}`);
  }

  #noteTarget(hash: string): void {
    const [mark, context = '', namespace = '', pod = '', container = ''] = hash
      .split('/')
      .map(decodeURIComponent);
    if (mark !== '#' || container === '' || this.#seen.has(hash)) return;
    this.#seen.add(hash);
    this.targets.add({ context, namespace, pod, container });
  }
}
