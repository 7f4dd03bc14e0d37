/** What the manifests promise to Outlook is what the build makes. */
import { resolve } from "node:path"
import { build } from "vite"
import { expect, it } from "vitest"
import { checkOutlookXml, outlookXml, product, VARIANTS } from "@smp/manifest"
import { HEADER } from "./marks.ts"

const home = resolve(import.meta.dirname, "../..")

it("S34 every manifest names pages, icons and functions that are built, and the header that the pane sets", async () => {
  const configFile = resolve(home, "vite.launch-event.config.ts")
  const built = await build({ configFile, logLevel: "error", build: { write: false } })
  const files = (Array.isArray(built) ? built : [built]).flatMap((each) => ("output" in each ? each.output : []))
  const bundle = files.find((file) => file.fileName === "launch-event.js")
  const code = bundle?.type === "chunk" ? bundle.code : ""
  const functions = new Set([...code.matchAll(/actions\.associate\([`"'](\w+)[`"']/g)].map(([, name = ""]) => name))
  // The pane is built by its own configuration.
  const pages = ["task-pane.html"]
  const paths = new Set([...files.map(({ fileName }) => fileName), ...pages].map((name) => `/outlook/${name}`))
  expect(product.outlook.header).toBe(HEADER)
  for (const variant of Object.values(VARIANTS))
    expect(
      checkOutlookXml(outlookXml({ origin: "https://mail.example.test", ...variant }), { paths, functions }),
    ).toEqual([])
})
