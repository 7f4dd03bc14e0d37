import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { permissions, thunderbirdManifest } from "@smp/manifest"
import { strFromU8, unzipSync } from "fflate"
import { describe, expect, it } from "vitest"

const archive = "/usr/lib/thunderbird/omni.ja"
const source = ["events", "host", "marks", "space"]
  .map((name) => readFileSync(join(import.meta.dirname, `thunderbird-${name}.ts`), "utf8"))
  .join("\n")

interface Member {
  name: string
  unsupported?: boolean
  permissions?: string[]
  min_manifest_version?: number
  max_manifest_version?: number
}
interface Namespace {
  namespace: string
  permissions?: string[]
  functions?: Member[]
  events?: Member[]
}

/** Every call of the WebExtension API in the host, as "namespace.member". */
const used = [
  ...new Set(
    [...source.matchAll(/thunderbird\.([a-zA-Z]+(?:\.[a-zA-Z]+)*)\b/g)].map(([, name = ""]) =>
      name.replace(/\.(?:add|remove)Listener$/, ""),
    ),
  ),
]

function readSchemas(): Namespace[] {
  const files = unzipSync(readFileSync(archive), { filter: (file) => /schemas\/[^/]+\.json$/.test(file.name) })
  return Object.values(files).flatMap((bytes) => {
    const text = strFromU8(bytes)
      .replace(/^\s*\/\/.*$/gm, "")
      .replace(/\/\*[\s\S]*?\*\//, "")
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? (parsed as Namespace[]) : []
  })
}

describe("the host is the only room that touches the WebExtension API", () => {
  it("no other source file of the add-in names it", () => {
    const root = join(import.meta.dirname, "..")
    const others = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (name) => /\.tsx?$/.test(name) && !name.startsWith("host"),
    )
    expect(others.length).toBeGreaterThan(5)
    const touching = others.filter((name) =>
      /\b(messenger|browser|chrome)\.[a-z]|webextension-polyfill/.test(readFileSync(join(root, name), "utf8")),
    )
    expect(touching).toEqual([])
  })
})

describe.runIf(existsSync(archive))("the host against the schemas of the installed Thunderbird", () => {
  const schemas = existsSync(archive) ? readSchemas() : []
  const find = (name: string) => {
    const at = name.lastIndexOf(".")
    const [namespace, member] = [name.slice(0, at), name.slice(at + 1)]
    return schemas
      .filter((one) => one.namespace === namespace)
      .flatMap((one) => [...(one.functions ?? []), ...(one.events ?? [])].map((entry) => ({ namespace: one, entry })))
      .find(({ entry }) => entry.name === member && (entry.max_manifest_version ?? 3) >= 3)
  }
  const calls = used.filter((name) => name.includes(".") && !name.startsWith("storage"))

  it.each(calls)("%s exists and its permissions are declared", (name) => {
    const found = find(name)
    expect(found, `${name} is not in the schemas`).toBeDefined()
    expect(found?.entry.unsupported ?? false).toBe(false)
    const declared: string[] = [...thunderbirdManifest("production").permissions]
    const needed = [...(found?.namespace.permissions ?? []), ...(found?.entry.permissions ?? [])].filter(
      (one) => !one.startsWith("manifest:"),
    )
    // "a or b" is written as a list of alternatives only for whole namespaces; ours all need every entry.
    for (const permission of needed) expect(declared).toContain(permission)
  })

  it("every declared permission is needed by a call, or has no API of its own", () => {
    const needed = new Set(
      calls.flatMap((name) => [...(find(name)?.namespace.permissions ?? []), ...(find(name)?.entry.permissions ?? [])]),
    )
    if (used.some((name) => name.startsWith("storage"))) needed.add("storage")
    const withoutApi = ["sensitiveDataUpload", "unlimitedStorage"]
    expect(Object.keys(permissions).filter((one) => !needed.has(one) && !withoutApi.includes(one))).toEqual([])
  })
})
