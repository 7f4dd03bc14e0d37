/**
 * The add-in only manifest: what every Outlook understands, and the only one that may ask for the decrypt event by header.
 * Promises: VersionOverrides 1.0 around 1.1, so that an old Outlook takes the buttons and a new one the events too.
 */
import { command, ICON_SIZES, iconPath, originOf, PAGES, WORDS } from "./outlook-source.ts"
import type { OutlookVariant } from "./outlook-source.ts"
import { product } from "./product.ts"
import { element, writeXml } from "./xml.ts"
import type { Element } from "./xml.ts"

const NAMESPACES = {
  xmlns: "http://schemas.microsoft.com/office/appforoffice/1.1",
  "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
  "xmlns:bt": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
  "xmlns:mailappor": "http://schemas.microsoft.com/office/mailappversionoverrides/1.0",
} as const
const OVERRIDES = "http://schemas.microsoft.com/office/mailappversionoverrides"

/** @throws Error when the origin is not plain https. */
export function outlookXml(variant: OutlookVariant): string {
  const origin = originOf(variant.origin)
  const value = (name: string, text: string) => element(name, { DefaultValue: text })
  const permission = variant.permission === "item" ? "ReadWriteItem" : "ReadWriteMailbox"
  return writeXml(
    element("OfficeApp", { ...NAMESPACES, "xsi:type": "MailApp" }, [
      element("Id", {}, product.outlook.id),
      element("Version", {}, `${product.version}.0`),
      element("ProviderName", {}, product.author),
      element("DefaultLocale", {}, "en-US"),
      localized("DisplayName", [product.name, WORDS.send[1]]),
      value("Description", product.description),
      value("IconUrl", origin + iconPath(64)),
      value("HighResolutionIconUrl", origin + iconPath(128)),
      value("SupportUrl", `${origin}/`),
      element("AppDomains", {}, [element("AppDomain", {}, origin)]),
      element("Hosts", {}, [element("Host", { Name: "Mailbox" })]),
      element("Requirements", {}, [
        element("Sets", {}, [element("Set", { Name: "Mailbox", MinVersion: variant.minimum })]),
      ]),
      element("FormSettings", {}, [readForm(origin)]),
      element("Permissions", {}, permission),
      element("Rule", { "xsi:type": "RuleCollection", Mode: "Or" }, [
        element("Rule", { "xsi:type": "ItemIs", ItemType: "Message", FormType: "Read" }),
      ]),
      element("DisableEntityHighlighting", {}, "true"),
      overrides("1.0", variant, origin),
    ]),
  )
}

/** What an Outlook shows that knows no ribbon commands: the reading pane above a message. */
const readForm = (origin: string): Element =>
  element("Form", { "xsi:type": "ItemRead" }, [
    element("DesktopSettings", {}, [
      element("SourceLocation", { DefaultValue: origin + PAGES.pane }),
      element("RequestedHeight", {}, "450"),
    ]),
  ])

const localized = (name: string, [english, german]: readonly [string, string]): Element =>
  element(name, { DefaultValue: english }, [element("Override", { Locale: "de-DE", Value: german })])

function overrides(version: "1.0" | "1.1", variant: OutlookVariant, origin: string): Element {
  const isNew = version === "1.1"
  const host = element("Host", { "xsi:type": "MailHost" }, [
    ...(isNew ? [runtimes] : []),
    element("DesktopFormFactor", {}, [
      ...(isNew ? [element("SupportsSharedFolders", {}, "true")] : []),
      element("FunctionFile", { resid: "event.url" }),
      surface("MessageComposeCommandSurface", "compose", button("send", false)),
      surface("MessageReadCommandSurface", "read", button("read", isNew)),
      ...(isNew ? [events(variant)] : []),
    ]),
  ])
  return element(
    "VersionOverrides",
    { xmlns: isNew ? `${OVERRIDES}/1.1` : OVERRIDES, "xsi:type": `VersionOverridesV${version.replace(".", "_")}` },
    [
      element("Requirements", {}, [
        element("bt:Sets", { DefaultMinVersion: "1.8" }, [element("bt:Set", { Name: "Mailbox" })]),
      ]),
      element("Hosts", {}, [host]),
      resources(origin),
      ...(isNew ? [] : [overrides("1.1", variant, origin)]),
    ],
  )
}

/** On the web the page carries the guard; classic Outlook runs the script alone. */
const runtimes = element("Runtimes", {}, [
  element("Runtime", { resid: "event.url" }, [element("Override", { type: "javascript", resid: "script.url" })]),
])

const surface = (type: string, name: string, control: Element): Element =>
  element("ExtensionPoint", { "xsi:type": type }, [
    element("OfficeTab", { id: "TabDefault" }, [
      element("Group", { id: `smp.${name}.group` }, [element("Label", { resid: "group" }), control]),
    ]),
  ])

const button = (name: "send" | "read", isPinnable: boolean): Element =>
  element("Control", { "xsi:type": "Button", id: command[name] }, [
    element("Label", { resid: name }),
    element("Supertip", {}, [element("Title", { resid: name }), element("Description", { resid: `${name}Tip` })]),
    element(
      "Icon",
      {},
      ([16, 32, 80] as const).map((size) => element("bt:Image", { size: `${size}`, resid: `icon.${size}` })),
    ),
    element("Action", { "xsi:type": "ShowTaskpane" }, [
      element("SourceLocation", { resid: "pane.url" }),
      ...(isPinnable ? [element("SupportsPinning", {}, "true")] : []),
    ]),
  ])

function events({ sendMode }: OutlookVariant): Element {
  const { send, decrypt } = product.outlook.functions
  const mode = sendMode === "block" ? "Block" : "SoftBlock"
  return element("ExtensionPoint", { "xsi:type": "LaunchEvent" }, [
    element("LaunchEvents", {}, [
      element("LaunchEvent", { Type: "OnMessageSend", FunctionName: send, SendMode: mode }),
      element("LaunchEvent", { Type: "OnMessageDecrypt", FunctionName: decrypt, HeaderName: product.outlook.header }),
    ]),
    element("SourceLocation", { resid: "event.url" }),
  ])
}

function resources(origin: string): Element {
  const url = (id: string, path: string) => element("bt:Url", { id, DefaultValue: origin + path })
  const word = (id: keyof typeof WORDS) => {
    const [english, german] = WORDS[id]
    return element("bt:String", { id, DefaultValue: english }, [
      element("bt:Override", { Locale: "de-DE", Value: german }),
    ])
  }
  return element("Resources", {}, [
    element(
      "bt:Images",
      {},
      ICON_SIZES.map((size) => element("bt:Image", { id: `icon.${size}`, DefaultValue: origin + iconPath(size) })),
    ),
    element("bt:Urls", {}, [
      url("pane.url", PAGES.pane),
      url("event.url", PAGES.event),
      url("script.url", PAGES.script),
    ]),
    element("bt:ShortStrings", {}, [word("group"), word("send"), word("read")]),
    element("bt:LongStrings", {}, [word("sendTip"), word("readTip")]),
  ])
}
