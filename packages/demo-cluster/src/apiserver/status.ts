/** metav1.Status, the body of every answer that is not the asked-for object. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly continue?: string };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** The resource that a message names, e.g. `pods` or `deployments.apps`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** A request that fails as the API says; it becomes the answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;
  readonly code: number;

  constructor(code: number, parts: Pick<Status, 'message' | 'reason' | 'details'>, continueToken?: string) {
    super(parts.message);
    this.code = code;
    const metadata = continueToken === undefined ? {} : { continue: continueToken };
    this.status = { kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', ...parts, code };
  }
}

/** An answer in plain text, as those that kubelet, runtime and router give. */
export class TextError extends Error {
  override readonly name = 'TextError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export function unauthorized(): ApiError {
  return new ApiError(401, { message: 'Unauthorized', reason: 'Unauthorized' });
}

/** `explanation` is the part after `is forbidden: `; it may be blank. */
export function forbidden(
  target: GroupResource & { name?: string | undefined },
  explanation: string,
): ApiError {
  const message = `${subject(target)} is forbidden: ${explanation}`;
  return new ApiError(403, { message, reason: 'Forbidden', details: details(target) });
}

/** A path that is no resource. */
export function forbiddenPath(explanation: string): ApiError {
  return new ApiError(403, { message: `forbidden: ${explanation}`, reason: 'Forbidden', details: {} });
}

export function notFound(target: GroupResource & { name: string }): ApiError {
  const message = `${subject(target)} not found`;
  return new ApiError(404, { message, reason: 'NotFound', details: details(target) });
}

/** What the router says to a path that leads nowhere. */
export function pathNotFound(): TextError {
  return new TextError(404, '404 page not found\n');
}

export function alreadyExists(target: GroupResource & { name: string }): ApiError {
  const message = `${subject(target)} already exists`;
  return new ApiError(409, { message, reason: 'AlreadyExists', details: details(target) });
}

export function conflict(target: GroupResource & { name: string }, explanation: string): ApiError {
  const message = `Operation cannot be fulfilled on ${subject(target)}: ${explanation}`;
  return new ApiError(409, { message, reason: 'Conflict', details: details(target) });
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, { message, reason: 'BadRequest' });
}

/** `field` breaks a rule: `<kind> "<name>" is invalid: <field>: <problem>`. */
export function invalid(
  target: { readonly group: string; readonly kind: string; readonly name: string },
  cause: { readonly field: string; readonly reason: string; readonly problem: string },
): ApiError {
  const kind = target.group === '' ? target.kind : `${target.kind}.${target.group}`;
  const message = `${kind} ${JSON.stringify(target.name)} is invalid: ${cause.field}: ${cause.problem}`;
  const causes = [{ reason: cause.reason, message: cause.problem, field: cause.field }];
  return new ApiError(422, { message, reason: 'Invalid', details: { ...target, causes } });
}

export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiError(405, { message, reason: 'MethodNotAllowed', details: {} });
}

export function expired(message: string, continueToken?: string): ApiError {
  return new ApiError(410, { message, reason: 'Expired' }, continueToken);
}

/** A list was asked for at a revision that is still to come. */
export function tooLargeResourceVersion(asked: number, current: number): ApiError {
  const message = `Too large resource version: ${asked}, current: ${current}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new ApiError(504, {
    message: `Timeout: ${message}`,
    reason: 'Timeout',
    details: { causes, retryAfterSeconds: 1 },
  });
}

export function internalError(message: string): ApiError {
  return new ApiError(500, {
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
  });
}

/** What went wrong on the way to a node: a status without a reason. */
export function gatewayError(message: string): ApiError {
  return new ApiError(500, { message });
}

function subject(target: GroupResource & { name?: string | undefined }): string {
  const resource = target.group === '' ? target.resource : `${target.resource}.${target.group}`;
  return target.name === undefined || target.name === ''
    ? resource
    : `${resource} ${JSON.stringify(target.name)}`;
}

function details(target: GroupResource & { name?: string | undefined }): StatusDetails {
  return {
    ...(target.name === undefined || target.name === '' ? {} : { name: target.name }),
    ...(target.group === '' ? {} : { group: target.group }),
    kind: target.resource,
  };
}
