import type { ClipboardWrite, MountedTerminal } from '@podbay/client';
import i18next from 'i18next';
import { formatBytes } from '../terminals/format-bytes.ts';
import type { SessionNotice } from '../terminals/session-notice.ts';
import { copyText } from './copy-text.ts';

type HandleNotice = (notice: SessionNotice | undefined) => void;

/** Copies what programs ask to be copied, and says so each time. Returns the function that stops it. */
export function copyForPrograms(mounted: MountedTerminal, handleNotice: HandleNotice): () => void {
  return mounted.on('clipboard', write => void copy(write, handleNotice));
}

async function copy(write: ClipboardWrite, handleNotice: HandleNotice): Promise<void> {
  const { t, language } = i18next;
  if (write.type === 'too-long') {
    const text = t('tools.copyTooLong', { size: formatBytes(write.bytes, language) });
    handleNotice({ code: 'copy-too-long', level: 'warning', text });
    return;
  }
  const count = [...write.text].length;
  const copied: SessionNotice = { code: 'copied', level: 'info', text: t('tools.copied', { count }) };
  if (await copyText(write.text)) {
    handleNotice(copied);
    return;
  }
  const retry = async () => {
    const failed = { code: 'copy-failed', level: 'warning', text: t('tools.copyFailed') } as const;
    handleNotice((await copyText(write.text)) ? copied : failed);
  };
  handleNotice({
    code: 'copy-refused',
    level: 'warning',
    text: t('tools.copyRefused', { count }),
    action: { label: t('tools.copy'), run: () => void retry() },
  });
}
