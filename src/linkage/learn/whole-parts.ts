/**
 * A share as a whole number of 65,536ths. Whole numbers add up to the same sum in any order, and so whatever the workers
 * and the order of rows.
 */
export const whole = (share: number): number => Math.round(share * PARTS)
export const PARTS = 65_536
