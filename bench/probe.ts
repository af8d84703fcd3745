// Loaded into the bot beside its own program. On SIGUSR2 it tells for how long the event loop was held since the last
// time, and how large the process has ever been.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('SIGUSR2', () => {
  const probe = {
    p50Ms: delay.percentile(50) / 1e6,
    p99Ms: delay.percentile(99) / 1e6,
    maxMs: delay.max / 1e6,
    largestMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stderr.write(`${JSON.stringify({ probe })}\n`);
  delay.reset();
});
