/** Every key that opens this message, people first, then services, then the sentence that closes the list. */
import { makeStyles, tokens } from "@fluentui/react-components"
import {
  ArchiveRegular,
  CheckmarkCircle16Filled,
  PersonKey20Regular,
  PersonRegular,
  ScanRegular,
} from "@fluentui/react-icons"
import type { ReactElement } from "react"
import type { Formats } from "./formats.ts"
import { PersonAvatar } from "./person-avatar.tsx"
import { useFormats, useStrings } from "./provider.tsx"
import { SlipSection } from "./slip-section.tsx"
import type { DeliverySlipView, HolderKind, SlipHolderView } from "../view/index.ts"
import type { Strings } from "./strings/en.ts"

const services: ReadonlySet<HolderKind> = new Set(["archive", "scanner", "grant-agent"])
export const isService = (holder: SlipHolderView): boolean => services.has(holder.kind)

const serviceIcons: Partial<Record<HolderKind, ReactElement>> = {
  archive: <ArchiveRegular fontSize={20} />,
  scanner: <ScanRegular fontSize={20} />,
  "grant-agent": <PersonKey20Regular />,
}

/** "3 people", "1 service": only keys that exist now; those to come are counted apart. */
export function useHolderCounts(holders: readonly SlipHolderView[]): {
  people: string
  services: string
  toCome: number
  who: string
} {
  const { common, slip } = useStrings()
  const now = holders.filter((holder) => holder.state === "holds")
  const serviceCount = now.filter(isService).length
  const people = common.people(now.length - serviceCount)
  const services = serviceCount > 0 ? common.services(serviceCount) : ""
  return {
    people,
    services,
    toCome: holders.filter((holder) => holder.state === "to-come").length,
    who: services ? slip.verdict.and(people, services) : people,
  }
}

function serviceText(
  holder: SlipHolderView,
  view: DeliverySlipView,
  strings: Strings,
  formats: Formats,
): { name: string; text: string } {
  const { keys } = strings.slip
  if (holder.kind === "archive") return { name: keys.archiveName(view.organization), text: keys.archive }
  if (holder.kind === "scanner") return { name: keys.scannerName(view.organization), text: keys.scanner }
  const names = holder.waitsFor.map(
    (address) => view.people.find((person) => person.address === address)?.name || address,
  )
  const holding = names.length > 0 ? keys.agentFor(formats.list(names)) : keys.agent
  return { name: keys.agentName(view.organization), text: holder.state === "destroyed" ? keys.agentGone : holding }
}

/** Where a service let the person in, it is the first-contact service of the organization. */
function giverOf(givenBy: string, organization: string, strings: Strings): string {
  return givenBy === organization ? strings.slip.keys.agentName(organization) : givenBy
}

function ownText(holder: SlipHolderView, strings: Strings): string {
  const { keys } = strings.slip
  if (holder.isSender) return holder.isMe ? keys.youWrote : keys.wrote
  if (holder.isMe) return keys.me
  if (holder.kind === "group") return keys.group
  return holder.kind === "delegate" ? keys.delegate : keys.person
}

interface Words {
  readonly strings: Strings
  readonly formats: Formats
}

function personText(holder: SlipHolderView, organization: string, { strings, formats }: Words): string {
  const { keys } = strings.slip
  if (holder.state === "to-come") return keys.toCome
  if (holder.state === "destroyed") return keys.destroyed
  const own = ownText(holder, strings)
  if (holder.givenBy === null) return own
  const giver = giverOf(holder.givenBy, organization, strings)
  return `${own} ${keys.givenBy(giver, formats.brief(holder.givenAt ?? 0))}`
}

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  services: {
    marginBlockStart: tokens.spacingVerticalM,
    paddingBlockStart: tokens.spacingVerticalM,
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
  },
  row: { display: "grid", gridTemplateColumns: "32px 1fr", columnGap: tokens.spacingHorizontalS, alignItems: "start" },
  service: {
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    width: "32px",
    height: "32px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  text: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  close: {
    display: "grid",
    gridTemplateColumns: "16px 1fr",
    columnGap: tokens.spacingHorizontalS,
    marginBlockStart: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    backgroundColor: tokens.colorPaletteGreenBackground1,
    border: `1px solid ${tokens.colorPaletteGreenBorder1}`,
    "& svg": { color: tokens.colorPaletteGreenForeground1, marginBlockStart: "2px" },
  },
})

function HolderRow({
  icon,
  name,
  text,
}: {
  readonly icon: ReactElement
  readonly name: string
  readonly text: string
}) {
  const styles = useStyles()
  return (
    <li className={styles.row}>
      {icon}
      <div>
        <bdi className={styles.name}>{name}</bdi>
        <p className={styles.text}>{text}</p>
      </div>
    </li>
  )
}

export function SlipKeys({ view }: { readonly view: DeliverySlipView }) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const { keys } = strings.slip
  const counts = useHolderCounts(view.holders)
  const people = view.holders.filter((holder) => !isService(holder))
  const programs = view.holders.filter(isService)
  return (
    <SlipSection name="keys" title={keys.title} summary={keys.summary(counts.people, counts.services, counts.toCome)}>
      <ul className={styles.list}>
        {people.map((holder, index) => (
          <HolderRow
            key={index}
            icon={<PersonAvatar name={holder.name} />}
            name={holder.isMe ? strings.common.withYou(holder.name) : holder.name}
            text={personText(holder, view.organization, { strings, formats })}
          />
        ))}
      </ul>
      {programs.length > 0 && (
        <ul className={`${styles.list} ${styles.services}`}>
          {programs.map((holder, index) => (
            <HolderRow
              key={index}
              icon={
                <span className={styles.service} aria-hidden>
                  {serviceIcons[holder.kind] ?? <PersonRegular fontSize={20} />}
                </span>
              }
              {...serviceText(holder, view, strings, formats)}
            />
          ))}
        </ul>
      )}
      <p className={styles.close}>
        <CheckmarkCircle16Filled aria-hidden />
        <span>{keys.nobodyElse}</span>
      </p>
    </SlipSection>
  )
}
