import {
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  makeStyles,
  tokens,
} from "@fluentui/react-components"
import { PersonAdd20Regular } from "@fluentui/react-icons"
import { useFormats, useStrings } from "./provider.tsx"

/** How people without a key come in; the words tell what follows from it. */
export type ContactChoiceView = "agent" | "sender" | "sender-code" | "pass" | "link"

export interface FirstContactNoteProps {
  readonly names: readonly string[]
  readonly organization: string
  /** What the organization's rules allow; one is no choice and is only said. */
  readonly choices?: readonly ContactChoiceView[]
  /** null: the first of the choices. */
  readonly choice?: ContactChoiceView | null
  readonly onChoice?: (choice: ContactChoiceView) => void
}

const useStyles = makeStyles({
  choices: { marginBlockStart: tokens.spacingVerticalS },
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
}: FirstContactNoteProps) {
  const styles = useStyles()
  const { firstContact } = useStrings().compose
  const formats = useFormats()
  if (names.length === 0) return null
  const chosen = choice ?? choices[0] ?? "agent"
  const label = firstContact.title(formats.list(names), names.length)
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
      </MessageBarBody>
    </MessageBar>
  )
}
