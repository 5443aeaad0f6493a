import open from 'open';

type Env = Readonly<Record<string, string | undefined>>;

/** Tells whether there is somebody here who would see a browser. */
export function hasScreen(env: Env = process.env, platform: NodeJS.Platform = process.platform): boolean {
  if (env.CI !== undefined && env.CI !== '' && env.CI !== 'false') return false;
  if (platform === 'darwin' || platform === 'win32') return env.SSH_CONNECTION === undefined;
  return [env.DISPLAY, env.WAYLAND_DISPLAY, env.WSL_DISTRO_NAME].some(
    value => value !== undefined && value !== '',
  );
}

/** Opens a link in the person's browser. Says nothing when that fails: the link is in the terminal, too. */
export async function openBrowser(url: string): Promise<void> {
  try {
    const child = await open(url);
    child.on('error', () => {});
  } catch {
    // No browser, or none that can be started from here.
  }
}
