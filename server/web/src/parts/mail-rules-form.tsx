/** Rules for ordinary mail, signed into the organization's policy by the administrator who holds its root key. */
import {
  Button,
  Checkbox,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Spinner,
  Textarea,
  tokens,
} from "@fluentui/react-components"
import { changeRules } from "@smp/shared/account"
import { NO_MAIL_RULES } from "@smp/shared/slip"
import type { MailRules } from "@smp/shared/slip"
import { useStrings } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { useAccount } from "../account-context.ts"
import { entranceProblem } from "../problems.ts"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
})
/** As they stand in the form: one rule a line. */
interface Form {
  readonly domains: string
  readonly keywords: string
  readonly labels: string
  readonly advise: string
  readonly contact: string
  readonly attachments: boolean
  readonly notices: MailRules["notices"]
}
const lines = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,;]/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
]
const formOf = ({ block, advise, contact, notices }: MailRules): Form => ({
  domains: block.domains.join("\n"),
  keywords: block.keywords.join("\n"),
  labels: block.labels.join("\n"),
  advise: advise.join("\n"),
  attachments: block.attachments,
  contact,
  notices,
})
const rulesOf = (form: Form): MailRules => ({
  block: {
    domains: lines(form.domains.toLowerCase()),
    keywords: lines(form.keywords),
    labels: lines(form.labels.toLowerCase()),
    attachments: form.attachments,
  },
  advise: lines(form.advise.toLowerCase()),
  contact: form.contact.trim(),
  notices: form.notices,
})

export function MailRulesForm({ org }: { readonly org: OrganizationId }) {
  const styles = useStyles()
  const strings = useStrings()
  const { outlook: text, common } = strings
  const account = useAccount()
  const isHolder = account.ring.body.roots.some((root) => root.org === org)
  const [form, setForm] = useState<Form | null>(null)
  const [said, setSaid] = useState<{ text: string; isError: boolean } | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    account.view.policy(org).then(
      ({ policy }) => setForm(formOf(policy.mail ?? NO_MAIL_RULES)),
      (problem: unknown) => setSaid({ text: entranceProblem(problem, strings), isError: true }),
    )
  }, [account, org, strings])
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (form === null || isBusy) return
    setBusy(true)
    setSaid(null)
    try {
      await changeRules(account, org, { mail: rulesOf(form) })
      setSaid({ text: text.rulesSaved, isError: false })
    } catch (problem) {
      setSaid({ text: entranceProblem(problem, strings), isError: true })
    }
    setBusy(false)
  }
  if (form === null && said === null) return <Spinner size="tiny" aria-label={common.loading} />
  return (
    <form className={styles.form} aria-label={text.rules} onSubmit={(event) => void save(event)}>
      {form !== null && <RuleFields form={form} onChange={setForm} />}
      {form !== null && !isHolder && <p>{text.rulesHolder}</p>}
      {form !== null && isHolder && (
        <div>
          <Button type="submit" disabledFocusable={isBusy} {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}>
            {text.rulesSave}
          </Button>
        </div>
      )}
      {said !== null && (
        <MessageBar
          intent={said.isError ? "error" : "success"}
          layout="multiline"
          role={said.isError ? "alert" : "status"}
        >
          <MessageBarBody>{said.text}</MessageBarBody>
        </MessageBar>
      )}
    </form>
  )
}

function RuleFields({ form, onChange }: { readonly form: Form; readonly onChange: (form: Form) => void }) {
  const { outlook: text } = useStrings()
  const list = (name: "domains" | "keywords" | "labels" | "advise") => (
    <Field label={text.rule[name]} hint={text.ruleHint[name]}>
      <Textarea
        rows={2}
        resize="vertical"
        spellCheck={false}
        value={form[name]}
        onChange={(_, { value }) => onChange({ ...form, [name]: value })}
      />
    </Field>
  )
  return (
    <>
      {list("domains")}
      {list("keywords")}
      {list("labels")}
      <Checkbox
        label={text.rule.attachments}
        checked={form.attachments}
        onChange={(_, { checked }) => onChange({ ...form, attachments: checked === true })}
      />
      {list("advise")}
      <Field label={text.rule.contact} hint={text.ruleHint.contact}>
        <Input
          maxLength={100}
          value={form.contact}
          onChange={(_, { value }) => onChange({ ...form, contact: value })}
        />
      </Field>
      <Field label={text.rule.notices} hint={text.ruleHint.notices}>
        <RadioGroup
          value={form.notices}
          onChange={(_, { value }) => onChange({ ...form, notices: value === "client" ? "client" : "server" })}
        >
          <Radio value="server" label={text.notices.server} />
          <Radio value="client" label={text.notices.client} />
        </RadioGroup>
      </Field>
    </>
  )
}
