/**
 * How the modules of drizzle-orm find each other. Node parses the nearest package.json once for each module of a package;
 * drizzle-orm's is 180 KB and the web role loads 113 of its modules: half of the time and 125 MB at its start.
 * Its modules name each other by relative paths and are ES modules, so there is nothing to look up.
 */
import { registerHooks } from "node:module"

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context
    const isInside = parentURL?.includes("/node_modules/drizzle-orm/") === true && /^\.\.?\//.test(specifier)
    return isInside
      ? { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true }
      : next(specifier, context)
  },
})
