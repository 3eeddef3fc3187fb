/**
 * What `open` gives, opened when it is first asked for and then kept: packages of providers are
 * large, and a server is ready without them. A failure is not kept.
 */
export function whenNeeded<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
