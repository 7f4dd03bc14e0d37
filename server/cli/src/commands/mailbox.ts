/** smp move, smp label. */
import type { Account } from "@smp/shared/account"
import { labelColor, messageId, placementsChange } from "@smp/shared/wire"
import type { Label, MessageId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"

export async function move(line: CommandLine): Promise<number> {
  const ids = idsOf(line.words.slice(1))
  const target = placementsChange.shape.to.safeParse(line.lists.to[0] ?? line.values.folder)
  if (!target.success || target.data === undefined)
    throw new UsageError("--to is inbox, sent, archive, trash, restore or gone")
  const { account } = await signedIn(line)
  await account.client.placeAll({ ids, to: target.data })
  print(line.json, { ids, to: target.data }, [`${ids.length} moved to ${target.data}.`])
  return 0
}

export async function label(line: CommandLine): Promise<number> {
  const [, action, name = ""] = line.words
  const { account } = await signedIn(line)
  const { client } = account
  const color = labelColor.safeParse(line.values.color ?? "blue")
  if (!color.success) throw new UsageError(`--color is one of ${labelColor.options.join(", ")}`)
  switch (action) {
    case undefined: {
      const { labels } = await client.mailbox()
      print(
        line.json,
        labels,
        labels.map((held) => `${held.id}  ${held.color.padEnd(6)}  ${held.name}`),
      )
      return 0
    }
    case "add": {
      if (name === "") throw new UsageError("a label needs a name")
      const added = await client.addLabel({ name, color: color.data })
      print(line.json, added, [`${added.id}  ${added.name}`])
      return 0
    }
    case "rename": {
      const held = await labelNamed(account, name)
      const changed = { name: line.values.name ?? held.name, color: line.values.color ? color.data : held.color }
      await client.changeLabel(held.id, changed)
      return done(line, { id: held.id, ...changed })
    }
    case "remove": {
      const held = await labelNamed(account, name)
      await client.removeLabel(held.id)
      return done(line, { id: held.id })
    }
    case "put": {
      const ids = idsOf(line.words.slice(3))
      const { id } = await labelNamed(account, name)
      await client.placeAll({ ids, label: { id, on: line.values.off !== true } })
      return done(line, { id, ids })
    }
    default:
      throw new UsageError("smp label knows add, rename, remove and put")
  }
}

function done(line: CommandLine, value: object): number {
  print(line.json, value, ["Done."])
  return 0
}

/** By its name or its id. @throws Refused */
export async function labelNamed({ client }: Account, wanted: string): Promise<Label> {
  const { labels } = await client.mailbox()
  const held = labels.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  if (held === undefined) throw new Refused(`there is no label ${wanted}`)
  return held
}

function idsOf(words: readonly string[]): MessageId[] {
  const ids = words.map((word) => messageId.safeParse(word))
  if (ids.length === 0 || ids.some(({ success }) => !success)) throw new UsageError("ids of messages are needed")
  return ids.flatMap(({ data }) => data ?? [])
}
