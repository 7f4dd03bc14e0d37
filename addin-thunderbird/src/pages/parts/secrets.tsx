/** What the sender tells on another way; a link travels in an ordinary e-mail from the own mailbox, begun with one click. */
import { Button } from "@fluentui/react-components"
import { MailEdit20Regular } from "@fluentui/react-icons"
import type { ToldSecret } from "@smp/shared/send"
import { SecretToTell } from "@smp/shared/ui"
import { draftMemory } from "../../draft-memory.ts"
import { drafts } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"

export interface SecretsProps {
  readonly told: readonly ToldSecret[]
  /** The signed-in address: its identity writes. */
  readonly sender: string
}

export function Secrets({ told, sender }: SecretsProps) {
  return told.map((secret) => (
    <SecretToTell
      key={secret.address}
      secret={secret}
      action={
        secret.kind === "link" && (
          <Button size="small" icon={<MailEdit20Regular />} onClick={() => void writeLink(secret, sender)}>
            {words.linkMail.write}
          </Button>
        )
      }
    />
  ))
}

/** The half in the link opens nothing alone; that it goes by ordinary e-mail is what makes it the other way. */
async function writeLink({ address, text }: ToldSecret, sender: string): Promise<void> {
  const { subject, body } = words.linkMail
  const tabId = await drafts.begin({ to: [address], subject, plainTextBody: body(text), isPlainText: true }, sender)
  await draftMemory.set(tabId, "pass", true)
}
