/** What somebody with a SQL prompt may change, and in which compared field a reader must see it. */
import type { Difference } from "@smp/shared/slip"

export interface Edit {
  name: string
  table: string
  sql: string
  values: unknown[]
}

export interface ClearEdit extends Edit {
  /** The field of the comparison that must be named. */
  field: Difference["field"]
}

export interface Subject {
  /** The message that is changed and another one between the same people. */
  message: string
  other: string
  reader: string
  /** Key ids, hex: the reader's, and another member's. */
  readerKid: string
  otherKid: string
}

export function clearEdits({ message, other, reader }: Subject): ClearEdit[] {
  const set = (column: string, value: unknown, field: ClearEdit["field"]): ClearEdit => ({
    name: `message.${column}`,
    table: "message",
    field,
    sql: `UPDATE message SET ${column} = ? WHERE id = ?`,
    values: [value, message],
  })
  const setJson = (column: string, path: string, value: string, field: ClearEdit["field"]): ClearEdit => ({
    name: `message.${column} ${path}`,
    table: "message",
    field,
    sql: `UPDATE message SET ${column} = json_set(${column}, ?, json(?)) WHERE id = ?`,
    values: [path, value, message],
  })
  const recipient = (name: string, sql: string, field: ClearEdit["field"], ...values: unknown[]): ClearEdit => ({
    name: `recipient: ${name}`,
    table: "recipient",
    field,
    sql,
    values,
  })
  return [
    set("subject", "Another subject", "subject"),
    set("subject", null, "subject"),
    set("sender_address", "mallory@example.com", "from"),
    set("sent_at", 1_700_000_000_000, "sentAt"),
    ...["$.reply", "$.all", "$.fwd", "$.rcpt", "$.share"].map((path) => setJson("ctl", path, "false", "ctl")),
    setJson("ctl", "$.exp", "4000000000000", "ctl"),
    setJson("ctl", "$.label", '"secret"', "ctl"),
    set("thread", JSON.stringify({ root: other, prev: [other, Buffer.alloc(32).toString("base64url")] }), "thread"),
    set("ext", JSON.stringify([["customer", "4711"]]), "ext"),
    recipient(
      "another reader in cc",
      "UPDATE recipient SET address = 'mallory@example.com' WHERE message = ? AND role = 'cc'",
      "cc",
      message,
    ),
    recipient(
      "one more reader",
      "INSERT INTO recipient (message, role, position, address, name) VALUES (?, 'to', 9, 'mallory@example.com', '')",
      "to",
      message,
    ),
    recipient("one reader fewer", "DELETE FROM recipient WHERE message = ? AND role = 'cc'", "cc", message),
    recipient(
      "cc instead of to",
      "UPDATE recipient SET role = 'cc', position = 9 WHERE message = ? AND address = ?",
      "to",
      message,
      reader,
    ),
    {
      name: "attachment size",
      table: "attachment",
      field: "objects",
      sql: "UPDATE attachment SET length = length - 1 WHERE message = ?",
      values: [message],
    },
    {
      name: "one attachment fewer",
      table: "attachment",
      field: "objects",
      sql: "DELETE FROM attachment WHERE message = ?",
      values: [message],
    },
  ]
}

/** Sealed and signed bytes: taken from the other message, cut, or changed. */
export function sealedEdits({ message, other, readerKid }: Subject): Edit[] {
  const fromOther = (column: string): Edit => ({
    name: `message.${column} of another message`,
    table: "message",
    sql: `UPDATE message SET ${column} = (SELECT ${column} FROM message WHERE id = ?) WHERE id = ?`,
    values: [other, message],
  })
  const cut = (column: string): Edit => ({
    name: `message.${column} cut`,
    table: "message",
    sql: `UPDATE message SET ${column} = substr(${column}, 1, length(${column}) - 1) WHERE id = ?`,
    values: [message],
  })
  return [
    ...["header", "slip", "core", "body", "leaf_index"].map(fromOther),
    ...["slip", "core", "body"].map(cut),
    {
      name: "grant of another message",
      table: "grant_",
      sql: "UPDATE grant_ SET grant_bytes = (SELECT o.grant_bytes FROM grant_ o WHERE o.message = ? AND o.kid = grant_.kid) WHERE message = ? AND kid = ?",
      values: [other, message, readerKid],
    },
    {
      name: "hashes of another file",
      table: "object",
      sql: "UPDATE object SET hashes = (SELECT o.hashes FROM object o WHERE o.message = ?) WHERE message = ?",
      values: [other, message],
    },
    {
      name: "location of another file",
      table: "object",
      sql: "UPDATE object SET location = (SELECT o.location FROM object o WHERE o.message = ?) WHERE message = ?",
      values: [other, message],
    },
  ]
}

/** The reader's public key in the Directory: another person's, or none. A sender must not seal to it. */
export function keyEdits({ readerKid, otherKid }: Subject): Edit[] {
  const statement = (name: string, set: string, ...values: unknown[]): Edit => ({
    name: `Directory: ${name}`,
    table: "key_statement",
    sql: `UPDATE key_statement SET ${set} WHERE kid = ?`,
    values: [...values, readerKid],
  })
  return [
    statement("another person's key", "signed = (SELECT o.signed FROM key_statement o WHERE o.kid = ?)", otherKid),
    statement(
      "another person's log position",
      "leaf_index = (SELECT o.leaf_index FROM key_statement o WHERE o.kid = ?)",
      otherKid,
    ),
    {
      name: "Directory: no key",
      table: "key_statement",
      sql: "DELETE FROM key_statement WHERE kid = ?",
      values: [readerKid],
    },
  ]
}
