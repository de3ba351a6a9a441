package scenario

import "slices"

// The groups of kinds that a reference may name. Those that this version can't
// run yet are taken off when the table is made.
var (
	stores    = []string{"kv", "raft", "sql", "disk"}
	tiers     = []string{"balancer", "gateway", "proxy", "service", "function"}
	messaging = []string{"queue", "topic", "stream"}
	edges     = []string{"dns", "cdn"}
)

func fits(groups ...[]string) []string { return slices.Concat(groups...) }
