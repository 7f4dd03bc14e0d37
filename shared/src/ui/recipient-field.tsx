/** One address line: tags of the people, and a field that turns what is typed or pasted into more of them. */
import { Field, Input, makeStyles, TagGroup, tokens } from "@fluentui/react-components"
import { useState } from "react"
import type { KeyboardEvent } from "react"
import type { RecipientView } from "../view/index.ts"
import { readPeople } from "./address-text.ts"
import type { TypedPerson } from "./address-text.ts"
import { useStrings } from "./provider.tsx"
import { RecipientTag } from "./recipient-tag.tsx"

const useStyles = makeStyles({
  box: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalXS,
    minHeight: "40px",
    paddingInline: tokens.spacingHorizontalS,
    paddingBlock: "3px",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBlockEndColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ":focus-within": {
      borderBlockEndColor: tokens.colorCompoundBrandStroke,
      boxShadow: `inset 0 -1px 0 ${tokens.colorCompoundBrandStroke}`,
    },
  },
  tags: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS, maxWidth: "100%" },
  input: { flexGrow: 1, minWidth: "180px", borderRadius: 0, "::after": { display: "none" } },
})

export interface RecipientFieldProps {
  readonly label: string
  readonly people: readonly TypedPerson[]
  readonly viewOf: (person: TypedPerson) => RecipientView
  readonly onChange: (people: readonly TypedPerson[]) => void
  /** What stands in the field and is nobody yet. */
  readonly onTyped: (text: string) => void
  readonly autoFocus?: boolean
}

/** In Firefox and Chromium alike a pasted list arrives as one change. */
const SEPARATOR = /[,;\n\t]/

export function RecipientField({ label, people, viewOf, onChange, onTyped, autoFocus = false }: RecipientFieldProps) {
  const styles = useStyles()
  const { compose } = useStrings()
  const [typed, setText] = useState("")
  const setTyped = (text: string) => {
    setText(text)
    onTyped(text)
  }
  const [wrong, setWrong] = useState<string | null>(null)
  const commit = (text: string) => {
    const read = readPeople(text)
    const fresh = read.people.filter(({ address }, at) => {
      const isKnown = people.some((held) => held.address.toLowerCase() === address.toLowerCase())
      return !isKnown && read.people.findIndex((other) => other.address.toLowerCase() === address.toLowerCase()) === at
    })
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
    if (event.key === "Enter" && typed.trim() !== "") {
      event.preventDefault()
      // With Ctrl it would send at once, to the people before this one.
      event.stopPropagation()
      commit(typed)
    }
    if (event.key === "Backspace" && typed === "" && people.length > 0) onChange(people.slice(0, -1))
  }
  return (
    <Field
      label={label}
      validationState={wrong === null ? "none" : "error"}
      validationMessage={wrong === null ? null : compose.problem.badAddress(wrong)}
    >
      {(field) => (
        <div className={styles.box}>
          {people.length > 0 && (
            <TagGroup
              className={styles.tags}
              aria-label={label}
              dismissible
              onDismiss={(_, { value }) => onChange(people.filter(({ address }) => address !== value))}
            >
              {people.map((person) => (
                <RecipientTag key={person.address} person={viewOf(person)} />
              ))}
            </TagGroup>
          )}
          <Input
            {...field}
            className={styles.input}
            appearance="filled-lighter"
            type="text"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={autoFocus}
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
