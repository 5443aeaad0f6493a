import type { TerminalSize } from '@podbay/protocol';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { type ITerminalOptions, Terminal } from '@xterm/xterm';
import { type ClipboardWrite, takeClipboardWrites } from './clipboard-writes.ts';
import { Disposables } from './disposables.ts';
import { Emitter, type EventSource } from './emitter.ts';
import { attachFit, type Fit } from './fit.ts';
import { attachImages, type ImageChoice } from './images.ts';
import { attachLinks, linkHandler } from './links.ts';
import { attachPaste, type PasteOffer } from './paste.ts';
import { attachRenderer, type RendererChoice } from './renderer.ts';
import { Session } from './session.ts';
import { pasteRefused, type SessionEvents } from './session-events.ts';
import type { SessionOptions } from './session-options.ts';
import { shareSize } from './share-size.ts';
import { SessionAddon, type SessionAddonOptions } from './terminal-addon.ts';
import { cleanTitle } from './title.ts';
import { attachTouch, type TouchOptions } from './touch.ts';

type ConfirmPaste = (offer: PasteOffer) => boolean | Promise<boolean>;

export interface MountOptions extends Omit<SessionOptions, 'size'>, Omit<SessionAddonOptions, 'ready'> {
  /** Theme, font and whatever else xterm.js offers. */
  readonly terminal?: ITerminalOptions;
  readonly renderer?: RendererChoice;
  readonly images?: ImageChoice;
  /** Asked before anything is pasted. */
  readonly confirmPaste?: ConfirmPaste;
  readonly touch?: TouchOptions;
}

/** What a mounted terminal tells: all that its session does, and what the program in it does to the terminal. */
export interface TerminalEvents extends Omit<SessionEvents, 'output'> {
  /** One line without control characters, at most 120 characters; empty: the program took it back. */
  title: string;
  bell: undefined;
  /** The program has put something out, at most once a frame; what is only shown again does not count. */
  activity: undefined;
  clipboard: ClipboardWrite;
  /** The terminal's own size changed. */
  resize: TerminalSize;
}

/** A terminal on the page. */
export interface MountedTerminal extends EventSource<TerminalEvents> {
  readonly terminal: Terminal;
  readonly session: Session;
  focus(): void;
  /** Changes theme, font and whatever else xterm.js offers; the size follows. */
  configure(options: ITerminalOptions): void;
  /** Pastes as if it came from the clipboard. */
  paste(text: string): Promise<void>;
  /** Ends the session. Resolves when it is over, at the latest after `endTimeoutMs`. */
  end(endTimeoutMs?: number): Promise<void>;
  /** Takes the terminal off the page and lets go of the session, which it does not end. */
  dispose(): void;
}

const terminalDefaults: ITerminalOptions = {
  allowProposedApi: true, // asked for by the grapheme addon
  cursorBlink: true,
  fontSize: 13,
  linkHandler,
  macOptionIsMeta: true,
  scrollback: 10_000,
};

const defaultEndTimeoutMs = 10_000;

const relayed = [
  'state',
  'gap',
  'exit',
  'refused',
  'loginNeeded',
  'notice',
  'viewers',
  'restrictions',
  'recording',
  'resized',
] as const;

/** Opens a terminal in `element`, which must be on the page, have a size and clip its content. */
export function mount(element: HTMLElement, options: MountOptions): MountedTerminal {
  const disposables = new Disposables();
  const events = new Emitter<TerminalEvents>();
  const terminal = createTerminal(element, options);
  disposables.add(() => terminal.dispose());
  const choice = options.renderer ?? 'auto';
  // The renderer comes first: it knows how large a cell is.
  let fit: Fit | undefined;
  disposables.add(attachRenderer(terminal, { choice, handleFallback: () => fit?.refit() }));
  fit = attachFit(terminal, element);
  disposables.add(fit.stop);
  const size = fit.fits ? { size: { cols: terminal.cols, rows: terminal.rows } } : {};
  const session = new Session({ ...options, ...size });
  disposables.add(() => session.dispose());
  const images = options.images === 'none' ? undefined : attachImages(terminal);
  if (images !== undefined) disposables.add(images.stop);
  terminal.loadAddon(new SessionAddon(session, { ...options, ...(images && { ready: images.ready }) }));
  const confirm = allowPaste(session, { events, confirm: options.confirmPaste ?? (() => true) });
  const pasting = attachPaste(terminal, element, { confirm });
  disposables.add(pasting.stop);
  disposables.add(attachTouch(terminal, element, options.touch ?? {}));
  disposables.add(shareSize(terminal, { session, element, refit: fit.refit }));
  relay(session, terminal, events);
  disposables.add(() => events.dispose());
  session.start();
  return {
    terminal,
    session,
    on: (type, handler) => events.on(type, handler),
    focus: () => terminal.focus(),
    configure: change => {
      Object.assign(terminal.options, change);
      if (element.dataset.size !== 'other') fit.refit();
    },
    paste: pasting.paste,
    end: (endTimeoutMs = defaultEndTimeoutMs) => {
      const ending = endSession(session, endTimeoutMs);
      disposables.add(ending.stop);
      return ending.done;
    },
    dispose: () => disposables.dispose(),
  };
}

function createTerminal(element: HTMLElement, options: MountOptions): Terminal {
  const terminal = new Terminal({ ...terminalDefaults, ...options.terminal });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.unicode.activeVersion = '15-graphemes';
  attachLinks(terminal);
  terminal.open(element);
  return terminal;
}

function relay(session: Session, terminal: Terminal, events: Emitter<TerminalEvents>): void {
  for (const type of relayed) session.on(type, event => events.emit(type, event as never));
  terminal.onTitleChange(title => events.emit('title', cleanTitle(title)));
  // What has been put out before this page came rings nobody, and is nothing new.
  const tell = (type: 'bell' | 'activity') => () => {
    if (!session.muted) events.emit(type, undefined);
  };
  terminal.onBell(tell('bell'));
  terminal.onWriteParsed(tell('activity'));
  takeClipboardWrites(terminal.parser, {
    isMuted: () => session.muted,
    handleWrite: write => events.emit('clipboard', write),
  });
  terminal.onResize(size => events.emit('resize', size));
}

interface PasteRules {
  readonly events: Emitter<TerminalEvents>;
  readonly confirm: ConfirmPaste;
}

/** Where the gateway's policy lets nobody paste, nobody is asked. */
function allowPaste(session: Session, { events, confirm }: PasteRules): ConfirmPaste {
  return offer => {
    if (!session.restrictions.noPaste) return confirm(offer);
    events.emit('notice', pasteRefused);
    return false;
  };
}

interface EndingSession {
  readonly done: Promise<void>;
  /** Waits no longer. */
  stop(): void;
}

function endSession(session: Session, endTimeoutMs: number): EndingSession {
  if (session.state.type === 'ended') return { done: Promise.resolve(), stop: () => {} };
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, endTimeoutMs);
  const stop = () => {
    clearTimeout(timer);
    resolve();
  };
  session.on('state', state => {
    if (state.type === 'ended') stop();
  });
  session.end();
  return { done, stop };
}
