/** What both manifests of the Outlook add-in say: addresses, words, commands, variants. */
import { product } from "./product.ts"

export interface OutlookVariant {
  /** Origin of the pages: OUTLOOK_ORIGIN of the server, or its own. */
  readonly origin: string
  /** What Outlook does with a message when the guard cannot be started: `softBlock` sends it, `block` does not. */
  readonly sendMode: "softBlock" | "block"
  /** `mailbox` only where the policy lets Outlook itself send the notice (sendAsync asks for it). */
  readonly permission: "item" | "mailbox"
  /** 1.5 for Exchange on the organization's own machines, where only reading works. */
  readonly minimum: "1.5" | "1.8"
}

export const ICON_SIZES = [16, 32, 64, 80, 128] as const
export const iconPath = (size: (typeof ICON_SIZES)[number]): string => `/outlook/icons/outlook-${size}.png`
export const PAGES = {
  pane: "/outlook/task-pane.html",
  event: "/outlook/launch-event.html",
  script: "/outlook/launch-event.js",
} as const

/** English, then German. Outlook's limits: 125 characters for a label or title, 250 for a description. */
export const WORDS = {
  group: ["Send Secure", "Sicher senden"],
  send: ["Send Secure", "Sicher senden"],
  sendTip: [
    "Shows who can open this message, encrypts it and sends it over your organization's server.",
    "Zeigt, wer diese Nachricht öffnen kann, verschlüsselt sie und sendet sie über den Server Ihrer Organisation.",
  ],
  read: ["Read secure", "Geschützt lesen"],
  readTip: [
    "Opens the protected message behind this notice, with its delivery slip and attachments.",
    "Öffnet die geschützte Nachricht zu diesem Hinweis, mit Zustellzettel und Anhängen.",
  ],
} as const satisfies Record<string, readonly [string, string]>

export const command = { send: product.outlook.sendCommand, read: product.outlook.readCommand } as const

/** @throws Error when the text is not the origin of an https server. */
export function originOf(text: string): string {
  const origin = text.replace(/\/$/, "")
  if (!/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(origin))
    throw new Error("not an origin like https://mail.example.org; Outlook loads add-ins only over https")
  return origin
}

/** Stands in built manifests where the server's own origin belongs; nobody can own this name (RFC 6761). */
export const ORIGIN_TO_COME = "https://origin.invalid"

/** Every variant that is written for a server, by the name of its files. */
export const VARIANTS: Readonly<Record<string, Omit<OutlookVariant, "origin">>> = {
  "send-secure": { sendMode: "softBlock", permission: "item", minimum: "1.8" },
  "send-secure-block": { sendMode: "block", permission: "item", minimum: "1.8" },
  "send-secure-mailbox": { sendMode: "softBlock", permission: "mailbox", minimum: "1.8" },
  "send-secure-mailbox-block": { sendMode: "block", permission: "mailbox", minimum: "1.8" },
  "send-secure-on-premises": { sendMode: "softBlock", permission: "item", minimum: "1.5" },
}
