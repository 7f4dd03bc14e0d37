/**
 * The unified manifest for Microsoft 365. The decrypt event is missing: its schema knows no header name yet.
 * Promises: valid against Microsoft's schema of this version; the same commands, pages and send mode as the XML.
 */
import { command, iconPath, originOf, PAGES, WORDS } from "./outlook-source.ts"
import type { OutlookVariant } from "./outlook-source.ts"
import { product } from "./product.ts"

const VERSION = "1.29"

/** @throws Error when the origin is not plain https. */
export function outlookUnified(variant: OutlookVariant) {
  const origin = originOf(variant.origin)
  const permission = variant.permission === "item" ? "MailboxItem.ReadWrite.User" : "Mailbox.ReadWrite.User"
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: VERSION,
    id: product.outlook.id,
    version: product.version,
    name: { short: product.name, full: `${product.name} for Outlook` },
    description: {
      short: "Sends and reads protected messages on your organization's server.",
      full: product.description,
    },
    developer: {
      name: product.author.slice(0, 32),
      websiteUrl: `${origin}/`,
      privacyUrl: `${origin}/`,
      termsOfUseUrl: `${origin}/`,
    },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#176D8B",
    validDomains: [origin.slice("https://".length)],
    authorization: {
      permissions: {
        resourceSpecific: [
          { name: permission, type: "Delegated" },
          { name: "Mailbox.SharedFolder", type: "Delegated" },
        ],
      },
    },
    extensions: [
      {
        requirements: { scopes: ["mail"], capabilities: [{ name: "Mailbox", minVersion: variant.minimum }] },
        runtimes: runtimes(origin),
        ribbons: [ribbon("mailCompose", "send", origin), ribbon("mailRead", "read", origin)],
        autoRunEvents: [
          {
            requirements: needs("1.12"),
            events: [
              {
                type: "messageSending",
                actionId: product.outlook.functions.send,
                options: { sendMode: variant.sendMode },
              },
            ],
          },
        ],
      },
    ],
  }
}

const needs = (minVersion: string) => ({ capabilities: [{ name: "Mailbox", minVersion }] })

const runtimes = (origin: string) => [
  {
    id: "pane",
    requirements: needs("1.8"),
    type: "general",
    code: { page: origin + PAGES.pane },
    lifetime: "short",
    actions: [
      { id: "openToSend", type: "openPage", view: "send" },
      { id: "openToRead", type: "openPage", view: "read", pinnable: true },
    ],
  },
  {
    id: "guard",
    requirements: needs("1.12"),
    type: "general",
    code: { page: origin + PAGES.event, script: origin + PAGES.script },
    lifetime: "short",
    actions: [{ id: product.outlook.functions.send, type: "executeFunction" }],
  },
]

function ribbon(context: "mailCompose" | "mailRead", name: "send" | "read", origin: string) {
  const icons = ([16, 32, 80] as const).map((size) => ({ size, url: origin + iconPath(size) }))
  const [label] = WORDS[name]
  const [description] = WORDS[`${name}Tip`]
  const control = {
    id: command[name],
    type: "button",
    label,
    icons,
    supertip: { title: label, description },
    actionId: name === "send" ? "openToSend" : "openToRead",
  }
  const group = {
    id: `smp.${name === "send" ? "compose" : "read"}.group`,
    label: WORDS.group[0],
    icons,
    controls: [control],
  }
  return { requirements: needs("1.8"), contexts: [context], tabs: [{ builtInTabId: "TabDefault", groups: [group] }] }
}
