/** Nothing but the server and the way to the inbox. */
export const spaceAddress = (server: string | null): string | null =>
  server === null ? null : new URL("/inbox", server).href
