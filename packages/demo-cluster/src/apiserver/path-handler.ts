import { commonHeaders, sendJson, sendText } from './answer.ts';
import type { ApiCall } from './api-handler.ts';
import { discover } from './discovery.ts';
import { openApi } from './openapi.ts';
import { resourceTypes } from './resource-types.ts';
import { pathNotFound } from './status.ts';
import { serverVersion } from './version.ts';

const healthPaths = ['/healthz', '/livez', '/readyz'];

/** Everything that is no resource: health, version, discovery, OpenAPI. Throws 404 for the rest. */
export function servePath(call: ApiCall): void {
  const { request, response, url } = call;
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  if (request.method !== 'GET' && request.method !== 'HEAD') throw pathNotFound();
  if (healthPaths.includes(path)) sendHealth(call, path.slice(1));
  else if (path === '/version') sendJson(response, 200, serverVersion);
  else if (path === '/') sendJson(response, 200, { paths: rootPaths() });
  else sendDocument(call, path);
}

function sendDocument({ request, response }: ApiCall, path: string): void {
  const discovery = discover(request, path);
  if (discovery !== undefined) {
    const text = JSON.stringify(discovery.body);
    response
      .writeHead(200, { ...commonHeaders(), 'Content-Type': discovery.contentType, Vary: 'Accept' })
      .end(text);
    return;
  }
  const document = openApi(path);
  if (document === undefined) throw pathNotFound();
  sendJson(response, 200, document);
}

function sendHealth({ response, url }: ApiCall, name: string): void {
  const verbose = url.searchParams.has('verbose');
  const checks = ['ping', 'log', 'etcd', 'informer-sync'].map(check => `[+]${check} ok\n`).join('');
  sendText(response, 200, verbose ? `${checks}${name} check passed\n` : 'ok');
}

function rootPaths(): readonly string[] {
  const groups = [...new Set(resourceTypes.map(type => type.group))].filter(group => group !== '');
  const apis = groups.flatMap(group => [`/apis/${group}`, `/apis/${group}/v1`]);
  return ['/api', '/api/v1', '/apis', ...apis.toSorted(), ...healthPaths, '/openapi/v3', '/version'];
}
