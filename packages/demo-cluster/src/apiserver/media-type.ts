import type { IncomingMessage } from 'node:http';
import { ApiError } from './status.ts';

/** How objects are to be presented: whole, as rows of a table, or their metadata alone. */
export type Presentation = 'object' | 'table' | 'metadata';

/** The first of the client's accepted media types that the server speaks. Throws 406 where there is none. */
export function negotiate(request: IncomingMessage): Presentation {
  const accept = request.headers.accept ?? 'application/json';
  for (const mediaType of accept.split(',')) {
    const presentation = presentationOf(mediaType);
    if (presentation !== undefined) return presentation;
  }
  const message = 'only the following media types are accepted: application/json';
  throw new ApiError(406, { message, reason: 'NotAcceptable' });
}

function presentationOf(mediaType: string): Presentation | undefined {
  const [type = '', ...parameters] = mediaType.split(';').map(part => part.trim());
  if (type !== 'application/json' && type !== 'application/*' && type !== '*/*') return undefined;
  const values = new Map(parameters.map(parameter => splitParameter(parameter)));
  const as = values.get('as');
  if (as === undefined) return 'object';
  if (values.get('g') !== 'meta.k8s.io' || values.get('v') !== 'v1') return undefined;
  if (as === 'Table') return 'table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined;
}

function splitParameter(parameter: string): [string, string] {
  const [name = '', value = ''] = parameter.split('=');
  return [name, value];
}
