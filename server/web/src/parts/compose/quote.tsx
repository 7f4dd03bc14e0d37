/** The message that is answered: shown in a frame of its own, sent along unless switched off. */
import { Link, makeStyles, Switch, tokens } from "@fluentui/react-components"
import type { ReplyDraft } from "@smp/shared/read"
import { renderMailHtml } from "@smp/shared/read/render"
import { MailFrame, useStrings } from "@smp/shared/ui"
import { useMemo, useState } from "react"

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: tokens.spacingHorizontalL },
})

export function Quote({
  reply,
  isOn,
  onChange,
}: {
  readonly reply: ReplyDraft
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  const styles = useStyles()
  const { compose, common } = useStrings()
  const [isShown, setShown] = useState(false)
  const html = useMemo(() => renderMailHtml(reply.html, new Map()).srcdoc, [reply])
  return (
    <section>
      <div className={styles.row}>
        <Switch label={compose.quote} checked={isOn} onChange={(_, { checked }) => onChange(checked)} />
        <Link as="button" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? common.hide : common.show}
        </Link>
      </div>
      {isShown && <MailFrame html={html} />}
    </section>
  )
}
