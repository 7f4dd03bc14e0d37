/**
 * The manifest of the Thunderbird add-in (Manifest V3), made from one typed source.
 * Promises: only permissions that the code uses, each with its reason; no remote code; plain HTTP only for loopback, and
 * only in a development build.
 */
import { product } from "./product.ts"

export type Build = "production" | "development"

/** Each permission and why the add-in cannot do without it. */
export const permissions = {
  compose: "reads the draft that is being sent, stops the ordinary Send, opens a reply",
  "compose.send": "sends as ordinary e-mail when the user decides so on the page that stopped Send",
  messagesRead: "recognises a notice by its header field",
  messagesTags: "makes the mark that notices carry in the message list",
  messagesTagsList: "does not make that mark twice",
  messagesUpdate: "puts that mark on a notice",
  messagesImport: "puts the notice with the reference into the Sent folder",
  messagesDelete: "deletes the readable draft copies of a message that was handed over",
  accountsRead: "finds the identity and the Sent folder of the draft",
  downloads: "saves attachments",
  notifications: "says that somebody asks to read again, without a name",
  storage: "keeps the settings",
  unlimitedStorage: "keeps the journal of an upload that goes on after a restart",
  sensitiveDataUpload: "uploads the encrypted message to the server that the user has entered",
} as const
export type Permission = keyof typeof permissions

/** Asked for when it is first needed: a draft is addressed to a mailing list of the address book. */
const optionalPermissions = ["addressBooks"] as const

const icon = { 16: "icons/shield.svg", 32: "icons/shield.svg", 64: "icons/shield.svg" } as const
/** `light` is the icon for light text, that is for dark themes (Thunderbird's naming). */
const themeIcons = [16, 32].map((size) => ({ light: "icons/shield-dark-theme.svg", dark: "icons/shield.svg", size }))

export function thunderbirdManifest(build: Build) {
  return {
    manifest_version: 3,
    name: product.name,
    version: product.version,
    description: product.description,
    author: product.author,
    browser_specific_settings: { gecko: { id: "secure-messaging@smp.example", strict_min_version: "140.0" } },
    icons: icon,
    background: { scripts: ["background.js"], type: "module" },
    options_ui: { page: "options.html", open_in_tab: true },
    compose_action: {
      default_title: "Send Secure (Ctrl+Shift+Y)",
      default_label: "Send Secure",
      default_icon: icon,
      theme_icons: themeIcons,
      default_area: "maintoolbar",
    },
    message_display_action: {
      default_title: "This e-mail is not a notice",
      default_label: "Open secure message",
      default_icon: icon,
      theme_icons: themeIcons,
    },
    commands: {
      "keep-locked": { suggested_key: { default: "Ctrl+Shift+L" }, description: "Keep for later, locked" },
      "send-secure": { suggested_key: { default: "Ctrl+Shift+Y" }, description: "Send Secure" },
    },
    permissions: Object.keys(permissions) as Permission[],
    optional_permissions: [...optionalPermissions],
    ...hostPermissions(build),
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'" },
  }
}
export type ThunderbirdManifest = ReturnType<typeof thunderbirdManifest>

/** The server is the user's choice, so its permission is asked for when the address is entered. */
function hostPermissions(build: Build) {
  const loopback = ["http://127.0.0.1/*", "http://localhost/*"]
  return build === "production"
    ? { host_permissions: [] as string[], optional_host_permissions: ["https://*/*"] }
    : { host_permissions: loopback, optional_host_permissions: ["https://*/*"] }
}
