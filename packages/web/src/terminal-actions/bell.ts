import type { MountedTerminal } from '@podbay/client';
import { terminalSettings } from '../settings/terminal-settings.ts';

const flashMs = 160;
const tone = { frequencyHz: 660, seconds: 0.12, volume: 0.12 };

/** Shows or sounds the bell of a terminal, as the settings want it. Returns the function that stops it. */
export function ringBell(mounted: MountedTerminal, host: HTMLElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    timer = undefined;
    delete host.dataset.bell;
  };
  const stop = mounted.on('bell', () => {
    // One that rings all the time rings on, and does not ring faster.
    if (timer !== undefined) return;
    const { bell } = terminalSettings();
    if (bell === 'none') return;
    if (bell === 'visual') host.dataset.bell = 'rings';
    else playTone();
    timer = setTimeout(rest, flashMs);
  });
  return () => {
    stop();
    clearTimeout(timer);
    rest();
  };
}

let audio: AudioContext | undefined;

function playTone(): void {
  audio ??= new AudioContext();
  // Asleep until the user has touched the page.
  if (audio.state === 'suspended') void audio.resume();
  const { frequencyHz, seconds, volume } = tone;
  const end = audio.currentTime + seconds;
  const loudness = new GainNode(audio, { gain: volume });
  loudness.gain.exponentialRampToValueAtTime(0.001, end);
  const source = new OscillatorNode(audio, { frequency: frequencyHz });
  source.connect(loudness).connect(audio.destination);
  source.start();
  source.stop(end);
}
