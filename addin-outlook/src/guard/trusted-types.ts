/**
 * Trusted Types for the pages inside Outlook: their policy forbids scripts and markup from strings, and office.js needs a
 * few of both. A classic script that stands before office.js; types are stripped, nothing else is done to it.
 * Promises: scripts only from this origin and from the two places of office.js; markup only of its own notices.
 */
;(() => {
  interface Rules {
    createScriptURL(url: string): string
    createHTML(html: string): string
  }
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Rules): unknown } }
  const places = [
    `${location.origin}/outlook/`,
    "https://appsforoffice.microsoft.com/lib/1/hosted/",
    "https://ajax.aspnetcdn.com/ajax/",
  ]
  /** Text in plain tags, as office.js writes into its notice before it opens a dialog. */
  const notice = /^(?:[^<]|<\/?(?:b|i|u|br|span)(?: (?:id|class|style|title)="[^"<>]*")*\s*\/?>)*$/i
  trustedTypes?.createPolicy("default", {
    createScriptURL(url) {
      const { href } = new URL(url, location.href)
      if (places.some((place) => href.startsWith(place))) return href
      throw new TypeError("A script from another place was refused.")
    },
    createHTML(html) {
      if (notice.test(html)) return html
      throw new TypeError("Markup from a string was refused.")
    },
  })
})()
