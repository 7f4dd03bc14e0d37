/** What Node has built in, where this is Node; null in a page. */
export function nodeModule<Module>(name: `node:${string}`): Module | null {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  return (process?.getBuiltinModule?.(name) ?? null) as Module | null
}
