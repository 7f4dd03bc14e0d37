/** How strangers come in, and how readers with a new key: signed into the policy by whoever holds the root key. */
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
  tokens,
} from "@fluentui/react-components"
import { changeRules } from "@smp/shared/account"
import type { Rules } from "@smp/shared/account"
import { useStrings } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { useAccount } from "../account-context.ts"
import { entranceProblem } from "../problems.ts"
import { areLabelsWhole, LabelRulesField } from "./label-rules-field.tsx"
import type { LabelRules } from "./label-rules-field.tsx"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL, maxWidth: "640px" },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  choices: { display: "flex", flexDirection: "column" },
})

const MODES = ["agent", "sender", "pass", "link"] as const
const REGRANT = ["ask", "auto", "off"] as const
const HOUR_MS = 3600_000
const MOST_HOURS = 24 * 30

interface Form {
  readonly first: readonly (typeof MODES)[number][]
  readonly regrant: (typeof REGRANT)[number]
  readonly hours: string
  readonly labels: LabelRules
}

interface Said {
  readonly text: string
  readonly isError: boolean
}

export function AccessRulesForm({
  org,
  organization,
}: {
  readonly org: OrganizationId
  readonly organization: string
}) {
  const styles = useStyles()
  const strings = useStrings()
  const { access, common, compose, outlook } = strings
  const account = useAccount()
  const isHolder = account.ring.body.roots.some((root) => root.org === org)
  const [form, setForm] = useState<Form | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    account.view.policy(org).then(
      ({ policy: { first, regrant, labels = [] } }) =>
        setForm({ first, regrant: regrant.mode, hours: String(Math.round(regrant.wait / HOUR_MS)), labels }),
      (problem: unknown) => setSaid({ text: entranceProblem(problem, strings), isError: true }),
    )
  }, [account, org, strings])
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (form === null || isBusy) return
    const hours = Number(form.hours)
    if (!/^\d{1,3}$/.test(form.hours) || hours > MOST_HOURS) return setSaid({ text: access.hoursWrong, isError: true })
    const labels = form.labels.map(({ label, least }) => ({ label: label.trim(), least }))
    if (!areLabelsWhole(labels)) return setSaid({ text: access.labelsWrong, isError: true })
    setBusy(true)
    setSaid(null)
    try {
      const regrant = { mode: form.regrant, wait: hours * HOUR_MS }
      const rules: Rules = { first: form.first, regrant, labels }
      await changeRules(account, org, rules)
      setSaid({ text: outlook.rulesSaved, isError: false })
    } catch (problem) {
      setSaid({ text: entranceProblem(problem, strings), isError: true })
    }
    setBusy(false)
  }
  if (form === null) return said === null ? <Spinner size="tiny" aria-label={common.loading} /> : <Told said={said} />
  const { choices } = compose.firstContact
  return (
    <form className={styles.form} aria-label={access.title} onSubmit={(event) => void save(event)} noValidate>
      <h2 className={styles.title}>{access.title}</h2>
      <Field label={access.first} hint={access.firstHint}>
        <div className={styles.choices} role="group" aria-label={access.first}>
          {MODES.map((mode) => (
            <Checkbox
              key={mode}
              label={access.modes[mode]}
              title={choices[mode].text(organization)}
              checked={form.first.includes(mode)}
              onChange={(_, { checked }) =>
                setForm({
                  ...form,
                  first: MODES.filter((each) => (each === mode ? checked === true : form.first.includes(each))),
                })
              }
            />
          ))}
        </div>
      </Field>
      <LabelRulesField labels={form.labels} onChange={(labels) => setForm({ ...form, labels })} />
      <Field label={access.regrant} hint={access.regrantHint}>
        <RadioGroup
          value={form.regrant}
          onChange={(_, { value }) => setForm({ ...form, regrant: REGRANT.find((mode) => mode === value) ?? "ask" })}
        >
          {REGRANT.map((mode) => (
            <Radio key={mode} value={mode} label={access.modesAgain[mode]} />
          ))}
        </RadioGroup>
      </Field>
      {form.regrant === "auto" && (
        <Field label={access.hours} hint={access.hoursHint}>
          <Input
            inputMode="numeric"
            value={form.hours}
            onChange={(_, { value }) => setForm({ ...form, hours: value.trim() })}
          />
        </Field>
      )}
      {isHolder ? (
        <div>
          <Button type="submit" disabledFocusable={isBusy} {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}>
            {outlook.rulesSave}
          </Button>
        </div>
      ) : (
        <p>{outlook.rulesHolder}</p>
      )}
      <Told said={said} />
    </form>
  )
}

function Told({ said }: { readonly said: Said | null }) {
  if (said === null) return null
  return (
    <MessageBar intent={said.isError ? "error" : "success"} layout="multiline" role={said.isError ? "alert" : "status"}>
      <MessageBarBody>{said.text}</MessageBarBody>
    </MessageBar>
  )
}
