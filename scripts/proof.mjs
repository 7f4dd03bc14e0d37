// npm run proof -- NAME... runs the named long proofs at full size (--short: as npm test does); --list names them.
import { proofs } from "../e2e/proofs/index.ts"

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith("--"))
const size = words.includes("--short") ? "short" : "full"
if (words.includes("--list")) {
  for (const proof of proofs) console.log(`${proof.name.padEnd(16)} ${proof.proves}`)
  process.exit(0)
}
const unknown = names.filter((name) => !proofs.some((proof) => proof.name === name))
if (names.length === 0 || unknown.length > 0) {
  console.error(unknown.length > 0 ? `No proof is called ${unknown.join(", ")}.` : "Which proof? Give its name.")
  console.error("`npm run proof -- --list` names them all.")
  process.exit(2)
}
let failed = 0
for (const name of names) {
  const proof = proofs.find((candidate) => candidate.name === name)
  const start = performance.now()
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
  console.log(`${name}: ${proof.proves}`)
  try {
    const figures = await proof.run(size, (line) => console.log(`  ${line}`))
    console.log(`${name}: holds (${seconds()}). ${figures}`)
  } catch (fault) {
    failed++
    console.error(`${name}: FAILS (${seconds()}).`, fault)
  }
}
process.exit(failed > 0 ? 1 : 0)
