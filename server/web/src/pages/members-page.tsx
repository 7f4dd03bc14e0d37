/** Members of the organization, for administrators: who belongs to it, and who has not come yet. */
import {
  Badge,
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Select,
  Skeleton,
  SkeletonItem,
  Spinner,
  tokens,
} from "@fluentui/react-components"
import {
  CheckmarkCircle16Regular,
  LockClosed24Regular,
  MailClock16Regular,
  PersonProhibited16Regular,
  PersonAdd20Regular,
} from "@fluentui/react-icons"
import { ApiProblem, newIdempotencyKey } from "@smp/shared/client"
import { EmptyState, isAddress, PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
import type { MemberReply, OrganizationId } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import type { FormEvent, ReactElement } from "react"
import { useAccount } from "../account-context.ts"
import { AccessRulesForm } from "../parts/access-rules-form.tsx"
import { useTitle } from "../parts/use-title.ts"
import { entranceProblem } from "../problems.ts"

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXXL,
    width: "100%",
    maxWidth: "960px",
    paddingBlock: tokens.spacingVerticalL,
    paddingInline: tokens.spacingHorizontalXXL,
    [PHONE_RULE]: { paddingInline: tokens.spacingHorizontalM },
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  hint: { color: tokens.colorNeutralForeground2 },
  subtitle: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  form: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  fields: {
    display: "grid",
    gridTemplateColumns: "2fr 2fr 1.4fr",
    gap: tokens.spacingHorizontalM,
    alignItems: "start",
    [PHONE_RULE]: { gridTemplateColumns: "1fr" },
  },
  list: { border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge },
  row: {
    display: "grid",
    gridTemplateColumns: "36px minmax(0, 1fr) 140px 130px 90px",
    gridTemplateAreas: '"face who role state since"',
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    minHeight: "56px",
    paddingInline: tokens.spacingHorizontalM,
    ":not(:last-child)": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
    [PHONE_RULE]: {
      gridTemplateColumns: "36px minmax(0, 1fr) auto",
      gridTemplateAreas: '"face who state" "face role since"',
      paddingBlock: tokens.spacingVerticalS,
    },
  },
  face: { gridArea: "face", display: "flex" },
  who: { gridArea: "who", minWidth: 0 },
  name: { display: "block", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  small: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  role: { gridArea: "role" },
  state: { gridArea: "state", justifySelf: "start", [PHONE_RULE]: { justifySelf: "end" } },
  since: { gridArea: "since", textAlign: "end" },
})

type Role = "member" | "officer" | "administrator"
const ROLES: readonly Role[] = ["member", "officer", "administrator"]

export function MembersPage() {
  const { administration } = useStrings()
  const account = useAccount()
  const own = account.memberships.find(({ role }) => role === "administrator")
  useTitle(administration.members)
  if (own === undefined) {
    return (
      <EmptyState
        headingLevel={1}
        icon={<LockClosed24Regular />}
        title={administration.notAllowedTitle}
        text={administration.notAllowed}
      />
    )
  }
  return <Members org={own.org} organization={own.name} />
}

function Members({ org, organization }: { readonly org: OrganizationId; readonly organization: string }) {
  const styles = useStyles()
  const { administration, common, list } = useStrings()
  const account = useAccount()
  const [members, setMembers] = useState<readonly MemberReply[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [isFailed, setFailed] = useState(false)
  const load = useCallback(
    async (cursor: string | null) => {
      try {
        const page = await account.client.members(org, cursor ?? undefined)
        setMembers((before) => (cursor === null ? page.members : [...(before ?? []), ...page.members]))
        setNext(page.next)
        setFailed(false)
      } catch {
        setFailed(true)
      }
    },
    [account, org],
  )
  useEffect(() => void load(null), [load])
  return (
    <main className={styles.page} data-page="members">
      <h1 className={styles.title}>{administration.membersOf(organization)}</h1>
      <AddMember org={org} onAdded={() => void load(null)} />
      {isFailed && (
        <MessageBar intent="warning">
          <MessageBarBody>{list.unreachable}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => void load(null)}>{common.tryAgain}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {members === null && !isFailed && (
        <Skeleton aria-label={common.loading}>
          <SkeletonItem style={{ height: "56px" }} />
        </Skeleton>
      )}
      {members !== null && <MemberList members={members} me={account.address} />}
      {next !== null && <Button onClick={() => void load(next)}>{list.more}</Button>}
      <AccessRulesForm org={org} organization={organization} />
    </main>
  )
}

const stateLooks: Record<MemberReply["state"], { icon: ReactElement; color: "success" | "warning" | "subtle" }> = {
  active: { icon: <CheckmarkCircle16Regular />, color: "success" },
  invited: { icon: <MailClock16Regular />, color: "warning" },
  disabled: { icon: <PersonProhibited16Regular />, color: "subtle" },
}

function MemberList({ members, me }: { readonly members: readonly MemberReply[]; readonly me: string }) {
  const styles = useStyles()
  const { administration, common } = useStrings()
  const formats = useFormats()
  return (
    <section aria-label={administration.members}>
      <p className={styles.hint} style={{ marginBlockEnd: 8 }}>
        {members.length === 1 ? administration.emptyText : administration.count(members.length)}
      </p>
      <ul className={styles.list}>
        {members.map((member) => {
          const name = member.name || member.address
          const look = stateLooks[member.state]
          return (
            <li key={member.id} className={styles.row} data-member={member.address} data-state={member.state}>
              <span className={styles.face}>
                <PersonAvatar name={name} address={member.address} size={36} />
              </span>
              <span className={styles.who}>
                <bdi className={styles.name}>{member.address === me ? common.withYou(name) : name}</bdi>
                <bdi className={styles.small}>{member.name === "" ? common.unnamed : member.address}</bdi>
              </span>
              <span className={styles.role}>{administration.roles[member.role]}</span>
              <Badge
                className={styles.state}
                appearance={look.color === "subtle" ? "outline" : "tint"}
                color={look.color}
                size="large"
                icon={look.icon}
              >
                {administration.state[member.state]}
              </Badge>
              <span className={`${styles.since} ${styles.small}`}>{formats.brief(member.since)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

interface Said {
  readonly text: string
  readonly isError: boolean
}

function AddMember({ org, onAdded }: { readonly org: OrganizationId; readonly onAdded: () => void }) {
  const styles = useStyles()
  const strings = useStrings()
  const { administration, common } = strings
  const account = useAccount()
  const [form, setForm] = useState<{ address: string; name: string; role: Role }>({
    address: "",
    name: "",
    role: "member",
  })
  const [wrong, setWrong] = useState<string | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setSaid(null)
    setWrong(isAddress(form.address) ? null : common.addressWrong)
    if (!isAddress(form.address)) return
    setBusy(true)
    try {
      await account.client.addMember(
        org,
        { ...form, address: form.address.trim(), name: form.name.trim() },
        newIdempotencyKey(),
      )
      setSaid({ text: administration.added(form.address.trim()), isError: false })
      setForm({ address: "", name: "", role: "member" })
      onAdded()
    } catch (problem) {
      const isKnown = problem instanceof ApiProblem && problem.code === "organization.member_exists"
      setSaid({ text: isKnown ? administration.exists : entranceProblem(problem, strings), isError: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate aria-label={administration.add}>
      <div>
        <h2 className={styles.subtitle}>{administration.add}</h2>
        <p className={styles.small}>{administration.addText}</p>
      </div>
      <div className={styles.fields}>
        <Field
          label={common.emailAddress}
          validationState={wrong === null ? "none" : "error"}
          validationMessage={wrong}
        >
          <Input
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={form.address}
            onChange={(_, { value }) => {
              setWrong(null)
              setForm({ ...form, address: value })
            }}
          />
        </Field>
        <Field label={administration.name}>
          <Input autoComplete="off" value={form.name} onChange={(_, { value }) => setForm({ ...form, name: value })} />
        </Field>
        <Field label={administration.role} hint={administration.roleHint[form.role]}>
          <Select
            value={form.role}
            onChange={(_, { value }) => setForm({ ...form, role: ROLES.find((role) => role === value) ?? "member" })}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {administration.roles[role]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div>
        <Button
          appearance="primary"
          type="submit"
          icon={isBusy ? <Spinner size="tiny" /> : <PersonAdd20Regular />}
          disabledFocusable={isBusy}
        >
          {administration.invite}
        </Button>
      </div>
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
