/** A keeper to be killed: appends leaf after leaf and tells each size that was answered. Used by the keeper's test. */
import { randomBytes } from "@smp/shared/bytes"
import { keyLeaf } from "@smp/shared/log"
import { FolderLogKeeper } from "../roles/log-keeper/folder-log-keeper.ts"

const [folder = "", host = ""] = process.argv.slice(2)
const keeper = await FolderLogKeeper.open({ folder, host })
const origin = `${host}/log/keys`
for (let { size } = await keeper.checkpoint(origin); process.connected;) {
  const leaf = keyLeaf({ minute: 0, index: randomBytes(32), seq: 0, statementHash: randomBytes(32) })
  ;({ size } = await keeper.append(origin, size, [leaf, leaf]))
  process.send?.(size)
}
