/**
 * The address, or undefined when it is none. Not `URL.canParse`: Node 20 says no to every address
 * with a letter outside ASCII once it has compiled the call (seen after 5,660 calls on 20.20.2).
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
