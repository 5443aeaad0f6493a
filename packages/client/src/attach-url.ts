import { type AttachQuery, attachPath, formatAttachQuery } from '@podbay/protocol';

export interface AttachUrlOptions {
  /** Where the gateway is. Default: where the page comes from. */
  readonly baseUrl?: string | URL | undefined;
  readonly ticket?: string;
}

/** The address of a terminal's WebSocket. */
export function attachUrl(query: AttachQuery, { baseUrl = location.href, ticket }: AttachUrlOptions): string {
  const url = new URL(attachPath, baseUrl);
  url.protocol = url.protocol.replace('http', 'ws');
  url.search = formatAttachQuery(query);
  if (ticket !== undefined) url.searchParams.set('ticket', ticket);
  return url.href;
}
