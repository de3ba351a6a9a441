package fault

// Definition says what a fault is, in one line.
type Definition struct{ Name, Usage, Meaning string }

// Definitions lists every fault that a step can cause, and the step that ends it.
func Definitions() []Definition {
	return []Definition{
		{"crash", "crash NODE", "It stops at once. Memory is lost, the disk stays. Ends with restart."},
		{"pause", "pause NODE [for D]", "It freezes, as in a long garbage collection. Nothing is lost, everything is late."},
		{"wipe", "wipe NODE", "It stops and its disk is lost. After a restart it comes back empty."},
		{"slow", "slow NODE by D", "Its work takes longer, and everything it sends arrives later. It is not down, which is worse to detect."},
		{"skew", "skew NODE by D", "Its clock is wrong by D. Whoever trusts time stamps will order writes wrongly."},
		{"partition", "partition A B | C D", "Nothing passes between the groups, in both directions. All nodes stay up."},
		{"cut", "cut A -> B", "Nothing passes from A to B. B can still reach A."},
		{"loss", "loss A B 10%", "A share of the messages between A and B is lost."},
		{"duplicate", "duplicate A B 5%", "A share of the messages between A and B arrives twice."},
		{"reorder", "reorder A B 5%", "A share of the messages between A and B is overtaken by later ones."},
		{"bandwidth", "bandwidth A B 1MB/s", "The link between A and B carries no more than that; the rest waits."},
		{"drop", "drop MESSAGE", "One message in flight is lost, named by its number, which the lab shows."},
		{"delay", "delay MESSAGE by D", "One message in flight arrives later than it would have."},
		{"swizzle", "swizzle COMPONENT", "Its members are cut off one by one and healed in another order."},
		{"fail zone", "fail zone Z", "Every node in the zone crashes. Ends with restore zone."},
		{"flush", "flush CACHE", "The cache forgets everything. The store behind it takes the whole load."},
		{"spike", "spike CLIENT x10 for 30s", "The client's rate is multiplied for a while."},
		{"hot key", "hot-key CLIENT KEY 50%", "A share of the client's operations goes to one key."},
	}
}
