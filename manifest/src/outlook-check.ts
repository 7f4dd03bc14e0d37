/**
 * Checks an add-in only manifest where Microsoft's own validator, which runs only online, cannot be asked.
 * Promises: names every place that breaks a rule: well-formed, the elements of our subset in their order, every resource
 * named and present, texts within Outlook's limits, addresses https and of one origin, icons and functions that exist.
 * Never: replaces Microsoft's validator before publishing.
 */
import { readXml } from "./xml.ts"
import type { Element } from "./xml.ts"

export interface OutlookFiles {
  /** Paths that the server answers, like `/outlook/icons/outlook-16.png`. */
  readonly paths: ReadonlySet<string>
  /** Functions that the guard's bundle registers. */
  readonly functions: ReadonlySet<string>
}

/** The children of an element in their order: `!` exactly one, `?` at most one, `+` one or more, `*` any number. */
const ORDER: Readonly<Record<string, string>> = {
  OfficeApp:
    "Id! Version! ProviderName! DefaultLocale! DisplayName! Description! IconUrl! HighResolutionIconUrl! SupportUrl! " +
    "AppDomains? Hosts! Requirements! FormSettings! Permissions! Rule! DisableEntityHighlighting? VersionOverrides!",
  Form: "DesktopSettings!",
  DesktopSettings: "SourceLocation! RequestedHeight!",
  VersionOverrides: "Requirements! Hosts! Resources! VersionOverrides?",
  MailHost: "Runtimes? DesktopFormFactor!",
  Runtimes: "Runtime!",
  Runtime: "Override!",
  DesktopFormFactor: "SupportsSharedFolders? FunctionFile! ExtensionPoint+",
  MessageComposeCommandSurface: "OfficeTab!",
  MessageReadCommandSurface: "OfficeTab!",
  LaunchEvent: "LaunchEvents! SourceLocation!",
  LaunchEvents: "LaunchEvent+",
  OfficeTab: "Group!",
  Group: "Label! Control+",
  Control: "Label! Supertip! Icon! Action!",
  Supertip: "Title! Description!",
  Icon: "bt:Image+",
  Action: "SourceLocation! SupportsPinning?",
  Resources: "bt:Images! bt:Urls! bt:ShortStrings! bt:LongStrings!",
}
const LONGEST = { "bt:ShortStrings": 125, "bt:LongStrings": 250 } as const
const VALUES: Readonly<Record<string, RegExp>> = {
  Id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  Version: /^\d+\.\d+\.\d+\.\d+$/,
  ProviderName: /^.{1,125}$/,
  DefaultLocale: /^[a-z]{2}-[A-Z]{2}$/,
  Permissions: /^(ReadWriteItem|ReadWriteMailbox)$/,
  SupportsSharedFolders: /^true$/,
}

/** What is wrong, one sentence each; empty when nothing was found. */
export function checkOutlookXml(source: string, files: OutlookFiles): string[] {
  let root: Element
  try {
    root = readXml(source)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
  if (root.name !== "OfficeApp" || root.attributes["xsi:type"] !== "MailApp") return ["the root is no MailApp"]
  const all = everyElement(root)
  return [
    ...all.flatMap(checkOrder),
    ...all.flatMap(checkValue),
    ...overridesOf(root).flatMap((part) => checkResources(part)),
    ...checkNesting(root),
    ...checkAddresses(root, all, files),
    ...checkEvents(all, files),
    ...checkIds(root),
  ]
}

const everyElement = (from: Element): Element[] => [from, ...from.children.flatMap(everyElement)]
const inside = (from: Element, name: string): Element[] => everyElement(from).filter((each) => each.name === name)
const child = (from: Element, name: string): Element | undefined => from.children.find((each) => each.name === name)

/** Extension points and the mail host are told apart by their type. */
function kindOf({ name, attributes, children }: Element): string {
  if (name === "ExtensionPoint" || (name === "Host" && attributes["xsi:type"] !== undefined))
    return attributes["xsi:type"] ?? ""
  return name === "LaunchEvent" && children.length === 0 ? "" : name
}

function checkOrder(part: Element): string[] {
  const rule = ORDER[kindOf(part)]
  if (rule === undefined) return []
  const problems: string[] = []
  let at = 0
  for (const entry of rule.split(" ")) {
    const [name, count] = [entry.slice(0, -1), entry.slice(-1)]
    let found = 0
    while (part.children[at]?.name === name) {
      found += 1
      at += 1
    }
    const isTooFew = found === 0 && "!+".includes(count)
    const isTooMany = found > 1 && "!?".includes(count)
    if (isTooFew || isTooMany) problems.push(`<${part.name}> has ${found} <${name}> at its place`)
  }
  const rest = part.children[at]
  if (rest !== undefined) problems.push(`<${rest.name}> is out of place in <${part.name}>`)
  return problems
}

function checkValue({ name, text, children }: Element): string[] {
  const rule = VALUES[name]
  return rule === undefined || children.length > 0 || rule.test(text) ? [] : [`<${name}> cannot be "${text}"`]
}

const overridesOf = (root: Element): Element[] => inside(root, "VersionOverrides")

/** 1.0 outside, 1.1 inside, each with its own namespace; the events only inside, where they are understood. */
function checkNesting(root: Element): string[] {
  const [outer, inner, ...more] = overridesOf(root)
  const space = "http://schemas.microsoft.com/office/mailappversionoverrides"
  const is = (part: Element | undefined, type: string, namespace: string) =>
    part?.attributes["xsi:type"] === type && part.attributes["xmlns"] === namespace
  if (
    more.length > 0 ||
    !is(outer, "VersionOverridesV1_0", space) ||
    !is(inner, "VersionOverridesV1_1", `${space}/1.1`)
  )
    return ["VersionOverrides are not 1.0 around 1.1"]
  const outside = outer?.children.filter((each) => each !== inner).flatMap(everyElement) ?? []
  return ["Runtimes", "LaunchEvents", "SupportsSharedFolders", "SupportsPinning"]
    .filter((name) => outside.some((each) => each.name === name))
    .map((name) => `<${name}> stands in VersionOverrides 1.0`)
}

/** A resid counts in its own VersionOverrides. */
function checkResources(part: Element): string[] {
  const own = part.children.filter((each) => each.name !== "VersionOverrides")
  const resources = own.find((each) => each.name === "Resources")
  if (resources === undefined) return []
  const declared = resources.children.flatMap((group) => group.children)
  const ids = declared.map((each) => each.attributes["id"] ?? "")
  const used = own
    .filter((each) => each !== resources)
    .flatMap(everyElement)
    .flatMap((each) => each.attributes["resid"] ?? [])
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `resource ${id} is declared twice`),
    ...ids
      .filter((id) => id.length === 0 || id.length > 32)
      .map((id) => `resource id "${id}" is not 1 to 32 characters`),
    ...used.filter((id) => !ids.includes(id)).map((id) => `resid ${id} names nothing`),
    ...resources.children.flatMap(checkTexts),
  ]
}

function checkTexts(group: Element): string[] {
  const longest = LONGEST[group.name as keyof typeof LONGEST]
  if (longest === undefined) return []
  return group.children
    .flatMap((each) => [
      each.attributes["DefaultValue"] ?? "",
      ...each.children.map((other) => other.attributes["Value"] ?? ""),
    ])
    .filter((text) => text.length === 0 || text.length > longest)
    .map((text) => `"${text.slice(0, 40)}" is not 1 to ${longest} characters`)
}

function checkAddresses(root: Element, all: readonly Element[], files: OutlookFiles): string[] {
  const origin = child(child(root, "AppDomains") ?? root, "AppDomain")?.text ?? ""
  const addresses = all
    .filter(({ name }) => /^(IconUrl|HighResolutionIconUrl|SupportUrl|SourceLocation|bt:Url|bt:Image)$/.test(name))
    .flatMap(({ attributes }) => attributes["DefaultValue"] ?? [])
  const sizes = inside(root, "Icon").map((icon) => icon.children.map((each) => each.attributes["size"]).join(" "))
  return [
    ...(origin.startsWith("https://") ? [] : ["the add-in's domain is not https"]),
    ...addresses.filter((each) => !each.startsWith(`${origin}/`)).map((each) => `${each} is of another origin`),
    ...addresses
      .filter((each) => each.startsWith(`${origin}/outlook/`) && !files.paths.has(each.slice(origin.length)))
      .map((each) => `${each} does not exist`),
    ...sizes.filter((each) => each !== "16 32 80").map((each) => `an icon has the sizes ${each}`),
  ]
}

function checkEvents(all: readonly Element[], files: OutlookFiles): string[] {
  const events = all.filter(({ name, children }) => name === "LaunchEvent" && children.length === 0)
  const sending = events.filter(({ attributes }) => attributes["Type"] === "OnMessageSend")
  return [
    ...(sending.length === 1 ? [] : [`OnMessageSend is declared ${sending.length} times`]),
    ...sending
      .map(({ attributes }) => attributes["SendMode"] ?? "")
      .filter((mode) => !/^(SoftBlock|Block|PromptUser)$/.test(mode))
      .map((mode) => `SendMode cannot be "${mode}"`),
    ...events
      .filter(({ attributes }) => attributes["Type"] === "OnMessageDecrypt" && !attributes["HeaderName"])
      .map(() => "OnMessageDecrypt names no header"),
    ...events
      .map(({ attributes }) => attributes["FunctionName"] ?? "")
      .filter((name) => !files.functions.has(name))
      .map((name) => `the bundle has no function ${name}`),
  ]
}

/** Ids of groups and controls are unique in their VersionOverrides. */
const checkIds = (root: Element): string[] =>
  overridesOf(root).flatMap((part) => {
    const ids = part.children
      .filter(({ name }) => name === "Hosts")
      .flatMap(everyElement)
      .filter(({ name }) => name === "Group" || name === "Control")
      .map(({ attributes }) => attributes["id"] ?? "")
    return ids.filter((id, index) => id === "" || ids.indexOf(id) !== index).map((id) => `id "${id}" is used twice`)
  })
