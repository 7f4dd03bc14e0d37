import {
  Field,
  Link,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  Select,
  makeStyles,
  tokens,
} from "@fluentui/react-components"
import { PersonAdd20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import { useFewNames } from "./few-names.ts"
import { useStrings } from "./provider.tsx"

/** How people without a key come in; the words tell what follows from it. */
export type ContactChoiceView = "agent" | "sender" | "sender-code" | "pass" | "link"

/** For each of them alone, where it is not the same for everybody. */
export interface OwnContactChoices {
  readonly people: readonly { readonly name: string; readonly address: string }[]
  /** By address; whoever is not in it comes in like everybody. */
  readonly chosen: Readonly<Record<string, ContactChoiceView>>
  readonly onChoice: (address: string, choice: ContactChoiceView | null) => void
}

export interface FirstContactNoteProps {
  readonly names: readonly string[]
  readonly organization: string
  /** What the organization's rules allow; one is no choice and is only said. */
  readonly choices?: readonly ContactChoiceView[]
  /** null: the first of the choices. */
  readonly choice?: ContactChoiceView | null
  readonly onChoice?: (choice: ContactChoiceView) => void
  readonly own?: OwnContactChoices
}

const useStyles = makeStyles({
  choices: { marginBlockStart: tokens.spacingVerticalS },
  own: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalS,
    marginBlockStart: tokens.spacingVerticalS,
    maxWidth: "420px",
  },
  hint: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

/** Says at once what follows from writing to somebody who has not been here before. */
export function FirstContactNote({
  names,
  organization,
  choices = [],
  choice = null,
  onChoice,
  own,
}: FirstContactNoteProps) {
  const styles = useStyles()
  const { firstContact } = useStrings().compose
  const fewNames = useFewNames()
  if (names.length === 0) return null
  const chosen = choice ?? choices[0] ?? "agent"
  // All of them stand as tags above.
  const label = firstContact.title(fewNames(names), names.length)
  return (
    <MessageBar layout="multiline" icon={<PersonAdd20Regular />} data-note="first-contact">
      <MessageBarBody>
        <MessageBarTitle>{label}</MessageBarTitle>{" "}
        {choices.length < 2 ? firstContact.choices[chosen].text(organization) : firstContact.prove}
        {choices.length > 1 && onChoice !== undefined && (
          <RadioGroup
            className={styles.choices}
            aria-label={firstContact.label}
            value={chosen}
            onChange={(_, { value }) => onChoice(value as ContactChoiceView)}
          >
            {choices.map((each) => (
              <Radio
                key={each}
                value={each}
                label={
                  <>
                    {firstContact.choices[each].title}
                    <span className={styles.hint}>{firstContact.choices[each].text(organization)}</span>
                  </>
                }
              />
            ))}
          </RadioGroup>
        )}
        {choices.length > 1 && own !== undefined && own.people.length > 1 && <OwnChoices own={own} choices={choices} />}
      </MessageBarBody>
    </MessageBar>
  )
}

function OwnChoices({
  own,
  choices,
}: {
  readonly own: OwnContactChoices
  readonly choices: readonly ContactChoiceView[]
}) {
  const styles = useStyles()
  const { firstContact } = useStrings().compose
  const [isOpen, setOpen] = useState(false)
  if (!isOpen && !own.people.some(({ address }) => address in own.chosen)) {
    return (
      <Link as="button" onClick={() => setOpen(true)}>
        {firstContact.each}
      </Link>
    )
  }
  return (
    <div className={styles.own} data-own-contacts>
      {own.people.map(({ name, address }) => (
        <Field key={address} label={<bdi>{name || address}</bdi>}>
          <Select
            value={own.chosen[address] ?? ""}
            onChange={(_, { value }) => own.onChoice(address, value === "" ? null : (value as ContactChoiceView))}
          >
            <option value="">{firstContact.likeAll}</option>
            {choices.map((each) => (
              <option key={each} value={each}>
                {firstContact.choices[each].title}
              </option>
            ))}
          </Select>
        </Field>
      ))}
    </div>
  )
}
