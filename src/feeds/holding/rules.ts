import type { HoldingRule } from './rule.ts'
import { birthYearsShifted } from './rules/birth-years-shifted.ts'
import { codesShifted } from './rules/codes-shifted.ts'
import { cutOff } from './rules/cut-off.ts'
import { fillChanged } from './rules/fill-changed.ts'
import { keyEmpty } from './rules/key-empty.ts'
import { lowMatchRate } from './rules/low-match-rate.ts'
import { noRows } from './rules/no-rows.ts'
import { rowsDropped } from './rules/rows-dropped.ts'
import { rowsSurged } from './rules/rows-surged.ts'
import { tableMissing } from './rules/table-missing.ts'
import { tooManyRejections } from './rules/too-many-rejections.ts'

/** Every rule that can hold a delivery, in the order in which a steward reads them. */
export const HOLDING_RULES: readonly HoldingRule[] = [
  cutOff,
  tableMissing,
  noRows,
  keyEmpty,
  tooManyRejections,
  rowsDropped,
  rowsSurged,
  lowMatchRate,
  fillChanged,
  codesShifted,
  birthYearsShifted,
]
