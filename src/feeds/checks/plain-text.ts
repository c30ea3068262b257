/** Every character that a check of all text looks for: a whole piece of a file without one needs none of them. */
const SUSPECT =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u00c2\u00c3\u00e2\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\udb40]/

/** Whether a text holds nothing that the checks of all text could find. Made once for a piece of a file, because it costs. */
export function isPlainText(text: string): boolean {
  return !SUSPECT.test(text) && text.isWellFormed()
}
