/** One address line: tags of the people, and a field that turns what is typed or pasted into more of them. */
import { Field, Input, makeStyles, Tag, TagGroup, tokens } from "@fluentui/react-components"
import type { Mailbox } from "@smp/shared/send"
import { readPeople, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { KeyboardEvent } from "react"

const useStyles = makeStyles({
  tags: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalXS,
    marginBlockEnd: tokens.spacingVerticalXS,
  },
  input: { width: "100%" },
  tag: { maxWidth: "100%" },
  name: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", display: "block", maxWidth: "200px" },
})

export interface RecipientFieldProps {
  readonly label: string
  readonly people: readonly Mailbox[]
  readonly onChange: (people: readonly Mailbox[]) => void
}
const SEPARATOR = /[,;\n\t]/

export function RecipientField({ label, people, onChange }: RecipientFieldProps) {
  const styles = useStyles()
  const { compose } = useStrings()
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState<string | null>(null)
  const commit = (text: string) => {
    const read = readPeople(text)
    const known = new Set(people.map(({ address }) => address.toLowerCase()))
    const fresh = read.people.filter(({ address }) => !known.has(address.toLowerCase()))
    if (fresh.length > 0) onChange([...people, ...fresh])
    setTyped(read.rest.join(", "))
    setWrong(read.rest[0] ?? null)
  }
  const change = (text: string) => {
    setWrong(null)
    if (SEPARATOR.test(text)) commit(text)
    else setTyped(text)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || typed.trim() === "") return
    event.preventDefault()
    commit(typed)
  }
  return (
    <Field
      label={label}
      validationState={wrong === null ? "none" : "error"}
      validationMessage={wrong === null ? null : compose.problem.badAddress(wrong)}
    >
      {(field) => (
        <div>
          {people.length > 0 && (
            <TagGroup
              className={styles.tags}
              aria-label={label}
              dismissible
              onDismiss={(_, { value }) => onChange(people.filter(({ address }) => address !== value))}
            >
              {people.map(({ address, name }) => (
                <Tag
                  key={address}
                  className={styles.tag}
                  value={address}
                  size="small"
                  dismissIcon={{ "aria-label": compose.removePerson(name || address) }}
                >
                  <bdi className={styles.name}>{name || address}</bdi>
                </Tag>
              ))}
            </TagGroup>
          )}
          <Input
            {...field}
            className={styles.input}
            inputMode="email"
            autoComplete="off"
            spellCheck={false}
            placeholder={people.length === 0 ? compose.addressPlaceholder : ""}
            value={typed}
            onChange={(_, { value }) => change(value)}
            onKeyDown={press}
            onBlur={() => typed.trim() !== "" && commit(typed)}
          />
        </div>
      )}
    </Field>
  )
}
