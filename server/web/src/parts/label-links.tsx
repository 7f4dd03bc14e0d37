/** Own labels below the folders. */
import { Button, makeStyles, mergeClasses, tokens, useRestoreFocusTarget } from "@fluentui/react-components"
import { Add16Regular, Edit16Regular } from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import type { Label } from "@smp/shared/wire"
import { lazy, useState } from "react"
import { Link, useLocation } from "wouter"
import { useFolderLinkStyles } from "./folder-link-styles.ts"
import { LabelDot } from "./label-mark.tsx"
import { useMailbox } from "./mailbox.tsx"
import { OnceOpen } from "./once-open.tsx"

const LabelDialog = lazy(async () => ({ default: (await import("./label-dialog.tsx")).LabelDialog }))

const useStyles = makeStyles({
  head: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    marginBlockStart: tokens.spacingVerticalM,
    paddingInlineStart: tokens.spacingHorizontalM,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    alignItems: "center",
    "& > button": { opacity: 0 },
    ":hover > button": { opacity: 1 },
    "& > button:focus-visible": { opacity: 1 },
    "@media (hover: none)": { "& > button": { opacity: 1 } },
  },
  name: { maxWidth: "100%", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
})

export function LabelLinks({ onGo }: { readonly onGo?: (() => void) | undefined }) {
  const styles = useStyles()
  const links = useFolderLinkStyles()
  const { mailbox } = useStrings()
  const { labels, label: came } = useMailbox()
  const [path] = useLocation()
  const givenBack = useRestoreFocusTarget()
  const [edited, setEdited] = useState<Label | "new" | null>(null)
  const here = path.startsWith("/m/") && came !== null ? `/label/${came.id}` : path
  return (
    <section aria-label={mailbox.labels}>
      <div className={styles.head}>
        <span>{mailbox.labels}</span>
        <Button
          {...givenBack}
          size="small"
          appearance="subtle"
          icon={<Add16Regular />}
          aria-label={mailbox.newLabel}
          onClick={() => setEdited("new")}
        />
      </div>
      <ul className={links.list}>
        {labels.map((label) => {
          const isHere = here === `/label/${label.id}`
          return (
            <li key={label.id} className={styles.row}>
              <Link
                href={`/label/${label.id}`}
                className={mergeClasses(links.link, isHere && links.current)}
                aria-current={isHere ? "page" : undefined}
                onClick={onGo}
              >
                <LabelDot color={label.color} />
                <bdi className={styles.name}>{label.name}</bdi>
              </Link>
              <Button
                {...givenBack}
                size="small"
                appearance="subtle"
                icon={<Edit16Regular />}
                aria-label={mailbox.editLabel(label.name)}
                onClick={() => setEdited(label)}
              />
            </li>
          )
        })}
      </ul>
      <OnceOpen isOpen={edited !== null}>
        <LabelDialog
          key={edited === null || edited === "new" ? String(edited) : edited.id}
          isOpen={edited !== null}
          label={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      </OnceOpen>
    </section>
  )
}
