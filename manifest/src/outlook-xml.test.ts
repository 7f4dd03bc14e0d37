import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkOutlookXml } from "./outlook-check.ts"
import { ICON_SIZES, iconPath, originOf, PAGES, VARIANTS } from "./outlook-source.ts"
import { outlookXml } from "./outlook-xml.ts"
import { product } from "./product.ts"
import { element, readXml, writeXml } from "./xml.ts"

const origin = "https://mail.example.test"
const files = {
  paths: new Set<string>([...ICON_SIZES.map(iconPath), ...Object.values(PAGES)]),
  functions: new Set<string>(Object.values(product.outlook.functions)),
}
const good = outlookXml({ origin, sendMode: "softBlock", permission: "item", minimum: "1.8" })
const problemsOf = (source: string) => checkOutlookXml(source, files).join("; ")

/** One thing broken, and what the checker says. */
const broken: readonly [string, string | RegExp, string, RegExp][] = [
  ["an element is not closed", "</Group>", "", /line \d+: <\/OfficeTab> closes <Group>/],
  ["an attribute stands twice", 'Name="Mailbox"/>', 'Name="Mailbox" Name="Mailbox"/>', /line \d+: Name stands twice/],
  ["a bare ampersand", "<Id>", "<Id>&", /line \d+: unknown entity/],
  ["something after the end", "</OfficeApp>", "</OfficeApp><x/>", /not exactly one root/],
  ["another kind of add-in", 'xsi:type="MailApp"', 'xsi:type="TaskPaneApp"', /the root is no MailApp/],
  [
    "two elements changed places",
    /(<ProviderName>.*?<\/ProviderName>)\s*(<DefaultLocale>.*?<\/DefaultLocale>)/,
    "$2$1",
    /<ProviderName> is out of place in <OfficeApp>/,
  ],
  ["a required element is missing", /<HighResolutionIconUrl [^>]*>/, "", /<OfficeApp> has 0 <HighResolutionIconUrl>/],
  ["an element stands twice", /<Permissions>.*<\/Permissions>/, "$&$&", /<OfficeApp> has 2 <Permissions>/],
  ["a control without a tip", /<Supertip>[^]*?<\/Supertip>/, "", /<Control> has 0 <Supertip>/],
  ["a group without a control", /<Control [^]*?<\/Control>/, "", /<Group> has 0 <Control>/],
  [
    "shared folders after the buttons",
    /(<SupportsSharedFolders>true<\/SupportsSharedFolders>)([^]*?)(<ExtensionPoint xsi:type="LaunchEvent">)/,
    "$2$1$3",
    /<SupportsSharedFolders> is out of place/,
  ],
  ["an id that is no GUID", product.outlook.id, "send-secure", /<Id> cannot be "send-secure"/],
  ["a version of three parts", `${product.version}.0<`, `${product.version}<`, /<Version> cannot be/],
  ["an unknown permission", "ReadWriteItem", "ReadWriteEverything", /<Permissions> cannot be "ReadWriteEverything"/],
  ["a resource that does not exist", 'Label resid="send"', 'Label resid="sent"', /resid sent names nothing/],
  ["a resource id that is too long", /"readTip"/g, `"${"r".repeat(33)}"`, /resource id "r{33}" is not 1 to 32/],
  ["a resource declared twice", 'bt:String id="read"', 'bt:String id="send"', /resource send is declared twice/],
  [
    "a label that is too long",
    'DefaultValue="Read secure"',
    `DefaultValue="${"x".repeat(126)}"`,
    /"x{40}" is not 1 to 125/,
  ],
  ["a tip that is too long in German", /Value="Öffnet[^"]*"/, `Value="${"ö".repeat(251)}"`, /"ö{40}" is not 1 to 250/],
  [
    "an address without https",
    /(pane\.url" DefaultValue=")https/,
    "$1http",
    /http:\/\/mail\.example\.test\/outlook\/task-pane\.html is of another origin/,
  ],
  [
    "an address of another origin",
    /(script\.url" DefaultValue=")https:\/\/mail\.example\.test/,
    "$1https://cdn.example.org",
    /cdn\.example\.org\/outlook\/launch-event\.js is of another origin/,
  ],
  ["an icon that does not exist", /outlook-80\.png/, "outlook-81.png", /outlook-81\.png does not exist/],
  ["an icon size that is missing", /<bt:Image size="32"[^>]*>/, "", /an icon has the sizes 16 80/],
  [
    "a function that the bundle lacks",
    'FunctionName="onMessageSend"',
    'FunctionName="onSend"',
    /the bundle has no function onSend/,
  ],
  ["an unknown send mode", 'SendMode="SoftBlock"', 'SendMode="HardBlock"', /SendMode cannot be "HardBlock"/],
  ["no guard", /<LaunchEvent Type="OnMessageSend"[^>]*>/, "", /OnMessageSend is declared 0 times/],
  ["the decrypt event without its header", / HeaderName="[^"]*"/, "", /OnMessageDecrypt names no header/],
  [
    "an id used twice",
    /smp\.read\.readSecure/g,
    product.outlook.sendCommand,
    /id "smp\.compose\.sendSecure" is used twice/,
  ],
  [
    "the events where an old Outlook meets them",
    "VersionOverridesV1_0",
    "VersionOverridesV1_1",
    /VersionOverrides are not 1\.0 around 1\.1/,
  ],
  [
    "pinning where an old Outlook meets it",
    '<SourceLocation resid="pane.url"/>',
    '<SourceLocation resid="pane.url"/><SupportsPinning>true</SupportsPinning>',
    /<SupportsPinning> stands in VersionOverrides 1\.0/,
  ],
]

describe("S34 the add-in only manifest of Outlook", () => {
  it.each(Object.entries(VARIANTS))("%s passes the checker", (_name, variant) => {
    expect(problemsOf(outlookXml({ origin, ...variant }))).toBe("")
  })

  it.each(broken)("the checker sees: %s", (_what, from, to, says) => {
    const bad = good.replace(from, to)
    expect(bad).not.toBe(good)
    expect(problemsOf(bad)).toMatch(says)
  })

  it("differs between the variants only in what they are for", () => {
    const block = outlookXml({ origin, sendMode: "block", permission: "item", minimum: "1.8" })
    expect(block.replace('SendMode="Block"', 'SendMode="SoftBlock"')).toBe(good)
    const mailbox = outlookXml({ origin, sendMode: "softBlock", permission: "mailbox", minimum: "1.8" })
    expect(mailbox.replace("ReadWriteMailbox", "ReadWriteItem")).toBe(good)
  })

  it("is made only for the origin of an https server", () => {
    for (const bad of [
      "http://mail.example.test",
      "https://mail.example.test/x",
      "mail.example.test",
      "https://a b",
      "",
    ])
      expect(() => originOf(bad)).toThrow(/https/)
    expect(originOf("https://mail.example.test:8443/")).toBe("https://mail.example.test:8443")
  })

  it("names icons that exist in the sizes that they say", () => {
    const sizeOf = (name: string) => readFileSync(resolve(import.meta.dirname, "../icons", name)).readUInt32BE(16)
    for (const size of ICON_SIZES) expect(sizeOf(`outlook-${size}.png`)).toBe(size)
    expect([sizeOf("color.png"), sizeOf("outline.png")]).toEqual([192, 32])
  })
})

describe("the XML of the manifests", () => {
  it("is read back as it was written, whatever the words are", () => {
    const words = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.trim() === text)
    fc.assert(
      fc.property(words, words, (attribute, text) => {
        const tree = element("A", { v: attribute }, [element("b:c", {}, text), element("d")])
        expect(readXml(writeXml(tree))).toEqual(tree)
      }),
    )
  })
})
