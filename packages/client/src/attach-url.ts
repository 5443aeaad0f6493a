import { type AttachQuery, attachPath, formatAttachQuery } from '@podbay/protocol';

/** The address of a terminal's WebSocket. `baseUrl`: where the gateway is; default: where the page comes from. */
export function attachUrl(query: AttachQuery, baseUrl: string | URL = location.href): string {
  const url = new URL(attachPath, baseUrl);
  url.protocol = url.protocol.replace('http', 'ws');
  url.search = formatAttachQuery(query);
  return url.href;
}
