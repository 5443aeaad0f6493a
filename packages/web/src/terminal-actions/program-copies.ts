import type { ClipboardWrite, MountedTerminal } from '@podbay/client';
import { formatBytes } from '../terminals/format-bytes.ts';
import type { SessionNotice } from '../terminals/session-notice.ts';
import { copyText } from './copy-text.ts';

type HandleNotice = (notice: SessionNotice) => void;

/** Copies what programs ask to be copied, and says so each time. Returns the function that stops it. */
export function copyForPrograms(mounted: MountedTerminal, handleNotice: HandleNotice): () => void {
  return mounted.on('clipboard', write => void copy(write, handleNotice));
}

// The last copy is the one that counts.
const slot = 'copy';

const failed: SessionNotice = {
  code: 'copy-failed',
  slot,
  level: 'warning',
  text: ({ t }) => t('tools.copyFailed'),
};

async function copy(write: ClipboardWrite, handleNotice: HandleNotice): Promise<void> {
  if (write.type === 'too-long') {
    handleNotice(tooLong(write.bytes));
    return;
  }
  const count = [...write.text].length;
  const copied: SessionNotice = {
    code: 'copied',
    slot,
    level: 'info',
    text: ({ t }) => t('tools.copied', { count }),
  };
  if (await copyText(write.text)) {
    handleNotice(copied);
    return;
  }
  const retry = async () => handleNotice((await copyText(write.text)) ? copied : failed);
  handleNotice({
    code: 'copy-refused',
    slot,
    level: 'warning',
    text: ({ t }) => t('tools.copyRefused', { count }),
    action: { label: ({ t }) => t('tools.copy'), run: () => void retry() },
  });
}

function tooLong(bytes: number): SessionNotice {
  return {
    code: 'copy-too-long',
    slot,
    level: 'warning',
    text: ({ t, language }) => t('tools.copyTooLong', { size: formatBytes(bytes, language) }),
  };
}
