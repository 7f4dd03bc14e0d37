/** Members of the organization, for administrators. */
import {
  Badge,
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Select,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from "@fluentui/react-components"
import { ApiProblem, newIdempotencyKey } from "@smp/shared/client"
import { isAddress, useFormats, useStrings } from "@smp/shared/ui"
import type { MemberReply } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import type { FormEvent } from "react"
import { useAccount } from "../account-context.ts"
import { entranceProblem } from "../problems.ts"

const useStyles = makeStyles({
  page: {
    padding: tokens.spacingHorizontalXL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    maxWidth: "960px",
    "@media (max-width: 760px)": { padding: tokens.spacingHorizontalM },
  },
  form: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM, alignItems: "end" },
  scroll: { overflowX: "auto" },
})
type Role = "member" | "officer" | "administrator"

export function MembersPage() {
  const styles = useStyles()
  const strings = useStrings()
  const { administration, list, common } = strings
  const formats = useFormats()
  const account = useAccount()
  const org = account.memberships.find(({ role }) => role === "administrator")
  const [members, setMembers] = useState<readonly MemberReply[] | null>(null)
  const load = useCallback(async () => {
    if (org !== undefined) setMembers((await account.client.members(org.org)).members)
  }, [account, org])
  useEffect(() => {
    load().catch(() => setMembers([]))
  }, [load])
  if (org === undefined)
    return (
      <main className={styles.page}>
        <Text>{administration.notAllowed}</Text>
      </main>
    )
  return (
    <main className={styles.page}>
      <Text as="h1" size={600} weight="semibold">
        {list.members}, {org.name}
      </Text>
      <AddMember onAdded={load} />
      {members === null ? (
        <Spinner label={common.loading} />
      ) : (
        <div className={styles.scroll}>
          <Table aria-label={list.members} size="medium">
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{administration.name}</TableHeaderCell>
                <TableHeaderCell>{common.emailAddress}</TableHeaderCell>
                <TableHeaderCell>{administration.role}</TableHeaderCell>
                <TableHeaderCell>{administration.since}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {members.map((member) => (
                <TableRow key={member.id}>
                  <TableCell>{member.name || common.unnamed}</TableCell>
                  <TableCell>
                    <bdi>{member.address}</bdi>
                  </TableCell>
                  <TableCell>
                    {administration.roles[member.role]}{" "}
                    <Badge appearance="tint" color={member.state === "active" ? "success" : "informative"}>
                      {administration.state[member.state]}
                    </Badge>
                  </TableCell>
                  <TableCell>{formats.brief(member.since)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </main>
  )

  function AddMember({ onAdded }: { readonly onAdded: () => Promise<void> }) {
    const [form, setForm] = useState<{ address: string; name: string; role: Role }>({
      address: "",
      name: "",
      role: "member",
    })
    const [said, setSaid] = useState<{ text: string; isError: boolean } | null>(null)
    const submit = async (event: FormEvent) => {
      event.preventDefault()
      if (org === undefined) return
      if (!isAddress(form.address)) return setSaid({ text: common.addressWrong, isError: true })
      try {
        await account.client.addMember(org.org, form, newIdempotencyKey())
        setSaid({ text: administration.added(form.address), isError: false })
        setForm({ address: "", name: "", role: "member" })
        await onAdded()
      } catch (problem) {
        const isKnown = problem instanceof ApiProblem && problem.code === "organization.member_exists"
        setSaid({ text: isKnown ? administration.exists : entranceProblem(problem, strings), isError: true })
      }
    }
    return (
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate aria-label={administration.add}>
        <Field label={common.emailAddress}>
          <Input type="email" value={form.address} onChange={(_, { value }) => setForm({ ...form, address: value })} />
        </Field>
        <Field label={administration.name}>
          <Input value={form.name} onChange={(_, { value }) => setForm({ ...form, name: value })} />
        </Field>
        <Field label={administration.role}>
          <Select value={form.role} onChange={(_, { value }) => setForm({ ...form, role: value as Role })}>
            {(["member", "officer", "administrator"] as const).map((role) => (
              <option key={role} value={role}>
                {administration.roles[role]}
              </option>
            ))}
          </Select>
        </Field>
        <Button appearance="primary" type="submit">
          {administration.invite}
        </Button>
        {said !== null && (
          <MessageBar intent={said.isError ? "error" : "success"} role="status">
            <MessageBarBody>{said.text}</MessageBarBody>
          </MessageBar>
        )}
      </form>
    )
  }
}
