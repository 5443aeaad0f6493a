import type { PasteOffer } from '@podbay/client';
import { useRef, useState } from 'react';
import { terminalSettings } from '../settings/terminal-settings.ts';
import { formatBytes } from '../terminals/format-bytes.ts';
import type { NoticeWords, SessionNotice } from '../terminals/session-notice.ts';
import { byteLength, maxPasteBytes, type PasteRisk, pasteRisk } from './paste-risk.ts';

/** A question that waits for its answer. */
export interface PasteQuestion {
  readonly offer: PasteOffer;
  readonly risk: PasteRisk;
  readonly answer: (paste: boolean) => void;
}

export interface PasteQuestions {
  readonly question: PasteQuestion | undefined;
  /** Asks where there is a reason to. */
  readonly confirm: (offer: PasteOffer) => boolean | Promise<boolean>;
}

/** Asks before something risky is pasted; one question at a time, and a newer one answers the older with no. */
export function usePasteQuestion(handleNotice: (notice: SessionNotice) => void): PasteQuestions {
  const [question, setQuestion] = useState<PasteQuestion>();
  const asked = useRef<PasteQuestion>(undefined);
  const ask = (offer: PasteOffer, risk: PasteRisk) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    asked.current?.answer(false);
    const answer = (paste: boolean) => {
      resolve(paste);
      asked.current = undefined;
      setQuestion(undefined);
    };
    asked.current = { offer, risk, answer };
    setQuestion(asked.current);
    return promise;
  };
  const confirm = (offer: PasteOffer) => {
    const bytes = byteLength(offer.text);
    if (bytes > maxPasteBytes) {
      handleNotice(tooLong(bytes));
      return false;
    }
    const risk = pasteRisk(offer, terminalSettings());
    return risk === undefined || ask(offer, risk);
  };
  return { question, confirm };
}

function tooLong(bytes: number): SessionNotice {
  const text = ({ t, language }: NoticeWords) => {
    const size = formatBytes(maxPasteBytes, language);
    return t('tools.pasteTooLong', { size, actual: formatBytes(bytes, language) });
  };
  return { code: 'paste-too-long', slot: 'paste', level: 'warning', text };
}
