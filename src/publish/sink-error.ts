/** AWS refused to take what was to be published. The message names the action, so that it can be allowed. */
export class SinkError extends Error {
  override readonly name = 'SinkError';
  /** AWS's error code. */
  readonly code: string;

  constructor(action: string, cause: Error) {
    super(`${action} failed (${cause.name}): ${cause.message}`, { cause });
    this.code = cause.name;
  }
}

/** Calls AWS; what it throws then says which action it was. */
export async function calling<T>(action: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw error instanceof Error ? new SinkError(action, error) : error;
  }
}
