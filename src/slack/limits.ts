/**
 * What Slack takes in one message, as far as views have to reckon with it; the other limits (50 blocks, 300 characters
 * in a question before a click) are out of reach by construction. Slack does not say whether it counts characters
 * before or after escaping, so these are kept by the longer of the two: the escaped text in UTF-16 units.
 */
export const LIMIT = {
  /** docs.slack.dev/reference/methods/chat.update: `msg_too_long` above this; chat.postMessage would take more. */
  text: 4000,
  /**
   * Length of all blocks as JSON. No page states it; `msg_blocks_too_long` was met from about 13,200 characters on
   * (github.com/slackapi/bolt-js/issues/2509).
   */
  blocksJson: 12_000,
  /** docs.slack.dev/reference/block-kit/blocks/header-block */
  header: 150,
  /** docs.slack.dev/reference/block-kit/blocks/section-block */
  section: 3000,
} as const;
