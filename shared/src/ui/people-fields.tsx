/** To, Cc and Bcc; the last two come when somebody wants them. */
import { Link, makeStyles, tokens } from "@fluentui/react-components"
import { useCallback, useState } from "react"
import type { PersonRole, RecipientView } from "../view/index.ts"
import type { TypedPerson } from "./address-text.ts"
import { useStrings } from "./provider.tsx"
import { RecipientField } from "./recipient-field.tsx"

const useStyles = makeStyles({
  to: { position: "relative" },
  more: {
    position: "absolute",
    insetInlineEnd: 0,
    insetBlockStart: 0,
    display: "flex",
    columnGap: tokens.spacingHorizontalM,
  },
})

export type TypedPeople = Readonly<Record<PersonRole, readonly TypedPerson[]>>

/** `left`: what stands in a field and is nobody yet. A message would go to the others, and nobody would notice who is missing. */
export function useTyped() {
  const [typed, setTyped] = useState<Readonly<Record<PersonRole, string>>>({ to: "", cc: "", bcc: "" })
  const onTyped = useCallback(
    (role: PersonRole, text: string) => setTyped((before) => ({ ...before, [role]: text.trim() })),
    [],
  )
  return { left: Object.values(typed).find((text) => text !== "") ?? null, onTyped }
}

export interface PeopleFieldsProps {
  readonly people: TypedPeople
  readonly onChange: (people: TypedPeople) => void
  readonly onTyped: ReturnType<typeof useTyped>["onTyped"]
  readonly viewOf: (person: TypedPerson) => RecipientView
  /** The cursor stands in the first empty field. */
  readonly autoFocus?: boolean
}

export function PeopleFields({ people, onChange, onTyped, viewOf, autoFocus = false }: PeopleFieldsProps) {
  const styles = useStyles()
  const { compose } = useStrings()
  const [asked, setAsked] = useState({ cc: people.cc.length > 0, bcc: people.bcc.length > 0 })
  const field = (role: PersonRole, label: string, hasFocus: boolean) => (
    <RecipientField
      label={label}
      people={people[role]}
      viewOf={viewOf}
      onChange={(held) => onChange({ ...people, [role]: held })}
      onTyped={(text) => onTyped(role, text)}
      autoFocus={hasFocus}
    />
  )
  const isShown = (role: "cc" | "bcc") => asked[role] || people[role].length > 0
  const more = (role: "cc" | "bcc", text: string) =>
    !isShown(role) && (
      <Link as="button" onClick={() => setAsked({ ...asked, [role]: true })}>
        {text}
      </Link>
    )
  return (
    <>
      <div className={styles.to}>
        {field("to", compose.to, autoFocus && people.to.length === 0)}
        <span className={styles.more}>
          {more("cc", compose.addCopy)}
          {more("bcc", compose.addBlindCopy)}
        </span>
      </div>
      {isShown("cc") && field("cc", compose.copy, people.cc.length === 0)}
      {isShown("bcc") && field("bcc", compose.blindCopy, people.bcc.length === 0)}
    </>
  )
}
