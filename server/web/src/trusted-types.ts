/** Trusted Types: the only script that a page of ours may start is a Worker from our own built files. */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown
}

export function restrictScriptUrls(): void {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
  factory?.createPolicy("default", {
    createScriptURL: (url) => {
      const { origin, pathname } = new URL(url, location.origin)
      if (origin !== location.origin || !(pathname.startsWith("/assets/") || pathname === "/save-worker.js"))
        throw new TypeError("not a script of ours")
      return url
    },
  })
}
