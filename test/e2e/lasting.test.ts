// Most of their time these tests wait for what a clock decides, so they wait together.
await import('./killed.ts');
await import('./okta-away.ts');
await import('./slack-away.ts');
