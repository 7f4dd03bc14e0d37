/** For administrators: how Outlook gets the add-in of this server, and what its guard cannot stop. */
import {
  Button,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  tokens,
} from "@fluentui/react-components"
import { ArrowDownload20Regular, LockClosed24Regular } from "@fluentui/react-icons"
import { EmptyState, useStrings } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useState } from "react"
import type { ReactNode } from "react"
import { useAccount } from "../account-context.ts"
import { MailRulesForm } from "../parts/mail-rules-form.tsx"
import { useTitle } from "../parts/use-title.ts"

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXL,
    width: "100%",
    maxWidth: "760px",
    paddingBlock: tokens.spacingVerticalL,
    paddingInline: tokens.spacingHorizontalXXL,
    [PHONE_RULE]: { paddingInline: tokens.spacingHorizontalM },
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  section: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  subtitle: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  small: { fontWeight: tokens.fontWeightSemibold },
  hint: { color: tokens.colorNeutralForeground2 },
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS, paddingInlineStart: "20px" },
  numbers: { listStyleType: "decimal" },
  points: { listStyleType: "disc" },
  code: {
    padding: tokens.spacingHorizontalM,
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: "anywhere",
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** The header field of a draft whose text was handed over, as every manifest names it. */
const HEADER = "X-Secure-Message-Id"
const VARIANTS = ["send-secure-block", "send-secure", "send-secure-mailbox-block", "send-secure-on-premises"] as const
type Variant = (typeof VARIANTS)[number]

export function OutlookPage() {
  const { outlook, administration } = useStrings()
  const own = useAccount().memberships.find(({ role }) => role === "administrator")
  useTitle(outlook.title)
  if (own === undefined)
    return (
      <EmptyState
        headingLevel={1}
        icon={<LockClosed24Regular />}
        title={administration.notAllowedTitle}
        text={outlook.notAllowed}
      />
    )
  return <Deployment org={own.org} />
}

function Deployment({ org }: { readonly org: OrganizationId }) {
  const styles = useStyles()
  const { outlook: text } = useStrings()
  const [variant, setVariant] = useState<Variant>("send-secure-block")
  return (
    <main className={styles.page} data-page="outlook-add-in">
      <div>
        <h1 className={styles.title}>{text.title}</h1>
        <p className={styles.hint}>{text.lead}</p>
      </div>
      {location.protocol !== "https:" && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{text.notHttps}</MessageBarBody>
        </MessageBar>
      )}
      <Section title={text.manifest}>
        <p className={styles.hint}>{text.manifestText}</p>
        <Field label={text.variant} hint={text.variantHint[variant]}>
          <RadioGroup
            value={variant}
            onChange={(_, { value }) => setVariant(VARIANTS.find((name) => name === value) ?? "send-secure-block")}
          >
            {VARIANTS.map((name) => (
              <Radio key={name} value={name} label={text.variants[name]} />
            ))}
          </RadioGroup>
        </Field>
        <div>
          <Button
            as="a"
            appearance="primary"
            icon={<ArrowDownload20Regular />}
            href={`/outlook/manifests/${variant}.xml`}
            download={`${variant}.xml`}
          >
            {text.download}
          </Button>
        </div>
      </Section>
      <Section title={text.deploy}>
        <ol className={`${styles.list} ${styles.numbers}`}>
          {text.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p>{text.tryIt}</p>
        <p>{text.signIn}</p>
      </Section>
      <Section title={text.rules}>
        <p className={styles.hint}>{text.rulesText}</p>
        <MailRulesForm org={org} />
      </Section>
      <Section title={text.guard}>
        <p>{text.guardText}</p>
        <h3 className={styles.small}>{text.cannot}</h3>
        <ul className={`${styles.list} ${styles.points}`}>
          {text.cannots.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
        <h3 className={styles.small}>{text.enforce}</h3>
        <p>{text.enforceText}</p>
        <p className={styles.code}>{HEADER}</p>
      </Section>
    </main>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <h2 className={styles.subtitle}>{title}</h2>
      {children}
    </section>
  )
}
