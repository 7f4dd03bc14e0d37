import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components"
import { PersonAdd20Regular } from "@fluentui/react-icons"
import { useFormats, useStrings } from "./provider.tsx"

/** Says at once what follows from writing to somebody who has not been here before. */
export function FirstContactNote({
  names,
  organization,
}: {
  readonly names: readonly string[]
  readonly organization: string
}) {
  const { firstContact } = useStrings().compose
  const formats = useFormats()
  if (names.length === 0) return null
  return (
    <MessageBar layout="multiline" icon={<PersonAdd20Regular />} data-note="first-contact">
      <MessageBarBody>
        <MessageBarTitle>{firstContact.title(formats.list(names), names.length)}</MessageBarTitle>{" "}
        {firstContact.text(organization)}
      </MessageBarBody>
    </MessageBar>
  )
}
