/** All shortcuts in one place, under "?". */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "max-content 1fr",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    alignItems: "center",
  },
  keys: { display: "flex", columnGap: tokens.spacingHorizontalXS },
  key: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    paddingInline: tokens.spacingHorizontalSNudge,
    lineHeight: "22px",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground2,
  },
})

export function ShortcutHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const styles = useStyles()
  const { common, list, mailbox } = useStrings()
  const { keys } = list
  const rows: readonly (readonly [readonly string[], string])[] = [
    [["/"], keys.search],
    [["n"], keys.write],
    [["j", "k"], keys.move],
    [["Enter"], keys.open],
    [["r", "a"], keys.reply],
    [["f"], mailbox.keys.forward],
    [["x"], mailbox.keys.select],
    [["e"], mailbox.keys.archive],
    [["#"], mailbox.keys.trash],
    [["s"], keys.slip],
    [["u"], keys.back],
    [["?"], keys.help],
  ]
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => open || onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{keys.title}</DialogTitle>
          <DialogContent>
            <dl className={styles.list}>
              {rows.map(([pressed, text]) => (
                <div key={text} style={{ display: "contents" }}>
                  <dt className={styles.keys}>
                    {pressed.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {common.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
