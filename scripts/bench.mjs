// npm run bench [-- NAME...] runs the benchmarks and prints them beside their baselines; --json: as an array, for tools.
import { benchmarks } from "../e2e/bench/index.ts"

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith("--"))
const asJson = words.includes("--json")
const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(", ")}. There are: ${benchmarks.map(({ name }) => name).join(", ")}.`,
  )
  process.exit(2)
}
const figures = []
let failed = false
for (const benchmark of benchmarks) {
  if (names.length > 0 && !names.includes(benchmark.name)) continue
  const say = (line) => console.error(`  ${benchmark.name}: ${line}`)
  try {
    const found = await benchmark.run(say)
    figures.push(...found)
    if (!asJson) for (const figure of found) console.log(sentence(figure))
  } catch (fault) {
    failed = true
    console.error(`${benchmark.name} did not run.`, fault)
  }
}
if (asJson) console.log(JSON.stringify(figures, null, 2))
process.exit(failed ? 1 : 0)

function sentence({ name, value, unit, baseline, ratio, goal }) {
  const beside = baseline === null ? "" : `, beside ${baseline} ${unit}: ${ratio}`
  const aim = goal === null ? "" : ratio >= goal ? ` (goal ${goal} reached)` : ` (goal ${goal} MISSED)`
  return `${name}: ${value} ${unit}${beside}${aim}`
}
