/** A label as dot and word; the colour only helps to find it. */
import { makeStyles, tokens } from "@fluentui/react-components"
import type { Label, LabelColor } from "@smp/shared/wire"

const COLORS: Readonly<Record<LabelColor, string>> = {
  blue: tokens.colorPaletteBlueBorderActive,
  teal: tokens.colorPaletteTealBorderActive,
  green: tokens.colorPaletteGreenBorderActive,
  yellow: tokens.colorPaletteMarigoldBorderActive,
  red: tokens.colorPaletteRedBorderActive,
  purple: tokens.colorPaletteGrapeBorderActive,
  brown: tokens.colorPaletteBrownBorderActive,
  grey: tokens.colorNeutralStrokeAccessible,
}

const useStyles = makeStyles({
  dot: { width: "10px", height: "10px", borderRadius: tokens.borderRadiusCircular, flexShrink: 0 },
  mark: {
    display: "inline-flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
    minHeight: "24px",
    maxWidth: "160px",
    paddingInline: tokens.spacingHorizontalSNudge,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
})

export function LabelDot({ color }: { readonly color: LabelColor }) {
  return <span className={useStyles().dot} style={{ backgroundColor: COLORS[color] }} aria-hidden />
}

export function LabelMark({ label }: { readonly label: Label }) {
  const styles = useStyles()
  return (
    <span className={styles.mark}>
      <LabelDot color={label.color} />
      <bdi className={styles.name}>{label.name}</bdi>
    </span>
  )
}
