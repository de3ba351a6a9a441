package scenario

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/network"
)

func sqlKind() Kind {
	return Kind{Name: "sql", Stores: true, Front: true, Helpers: []string{"monitor", "directory", "router", "capture"}, problems: sqlProblems,
		Doc: "a replicated database: one leader takes the writes, replicas copy its log, and one of them replaces it when it fails", Members: "nodes", Params: []Param{
			{Name: "nodes", Type: TypeInt, Default: "3", Min: 1, Max: 50, Unit: "nodes", Doc: "the leader and its replicas"},
			zonesParam(),
			{Name: "shards", Type: TypeInt, Default: "1", Min: 1, Max: 50, Unit: "shards", Doc: "parts that the keys are spread over, each with a leader and replicas of its own; more can be set while it runs, and the keys then move"},
			{Name: "shard-by", Type: TypeText, Default: "hash", Allowed: []string{"hash", "range", "directory"}, Unit: "word", Doc: "how a key finds its shard: by its hash, by where it lies in the order of the keys (range), or by an entry in a directory that is asked first"},
			{Name: "placement", Type: TypeText, Default: "ring", Allowed: []string{"ring", "modulo"}, Unit: "word", Doc: "how a hash finds its shard: consistent hashing (ring), or by the remainder (modulo), which moves most keys when a shard is added"},
			{Name: "split-at", Type: TypeZones, Unit: "keys", Doc: "where ranges begin, except the first; without, the keys of the clients are cut into equal ranges"},
			{Name: "directories", Type: TypeInt, Default: "1", Min: 1, Max: 9, Unit: "nodes", Doc: "nodes that keep the directory, each all of it; whoever has a request for the store asks one of them first"},
			{Name: "look-up-ttl", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "for how long those who asked the directory go by its answer for a key; 0: they ask for every request"},
			{Name: "look-up-work", Type: TypeDistribution, Default: "constant(0s)", Unit: "duration", Doc: "how long a directory works on one question; it takes as many at once and in line as concurrency and queue say; 0 is no bound to its capacity"},
			{Name: "routing", Type: TypeText, Default: "client", Allowed: []string{"client", "any-node", "tier"}, Unit: "word", Doc: "who knows which shard has a key: whoever asks (client), any node, which passes requests on, or routers before the shards (tier)"},
			{Name: "routers", Type: TypeInt, Default: "2", Min: 1, Max: 50, Unit: "nodes", Doc: "nodes of the routing tier"},
			{Name: "work", Type: TypeDistribution, Default: "constant(0s)", Unit: "duration", Doc: "how long a node works on a request; 0 is no bound to its capacity"},
			{Name: "concurrency", Type: TypeInt, Default: "8", Min: 1, Max: maxSlots, Unit: "requests", Doc: "requests that a node works on at once"},
			{Name: "queue", Type: TypeInt, Default: "100", Max: 1e6, Unit: "requests", Doc: "requests that may wait at a node for that; it refuses more with the error overloaded"},
			{Name: "row-work", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "how much longer it works for each further row of a request that asks for several"},
			{Name: "shard-key", Type: TypeText, Default: "key", Allowed: []string{"key", "prefix"}, Unit: "word", Doc: "what of a key decides its shard: all of it, or what comes before the first / (prefix), so that rows which belong together are"},
			{Name: "changes", Type: TypeReference, Fits: fits([]string{"stream"}), Unit: "name", Doc: "stream that every confirmed write is appended to, at least once and in the order of the log (change data capture)"},
			{Name: "copy-of", Type: TypeReference, Fits: fits([]string{"sql"}), Unit: "name", Doc: "the database that this one holds a copy of: it is measured how many keys differ"},
			{Name: "connections", Type: TypeInt, Default: "0", Max: 100000, Unit: "connections", Doc: "connections that a node has open at once, at work or idle; it refuses more with the error no-connection; 0 is no limit"},
			{Name: "connection-queue", Type: TypeInt, Default: "0", Max: 100000, Unit: "requests", Doc: "how many may wait for a connection when all are taken, for the timeout at most"},
			{Name: "connection-idle", Type: TypeDuration, Default: "60s", Max: day, Unit: "duration", Doc: "how long a connection may lie idle until the node closes it, also that of a caller that has crashed; 0 is never"},
			{Name: "connect", Type: TypeDistribution, Default: "constant(0s)", Unit: "duration", Doc: "how long it takes to open a connection"},
			{Name: "connection-memory", Type: TypeBytes, Default: "5MB", Unit: "bytes", Doc: "memory that a connection takes, at work or idle"},
			{Name: "mode", Type: TypeText, Default: "one-leader", Allowed: []string{"one-leader", "multi-leader", "buddy"}, Unit: "word", Doc: "who takes writes: one leader, any node (multi-leader), or each node for its share of the keys, which its neighbour copies (buddy)"},
			{Name: "conflicts", Type: TypeText, Default: "last-writer-wins", Allowed: []string{"last-writer-wins", "merge"}, Unit: "word", Doc: "what becomes of writes to one key at two leaders that did not know of each other: the one with the later time stamp stays, or both (merge)"},
			{Name: "exchange", Type: TypeDuration, Default: "100ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "how often leaders send each other what is new, when there are several"},
			{Name: "replication", Type: TypeText, Default: "async", Allowed: []string{"async", "semi-sync", "sync"}, Unit: "word", Doc: "who must have a write before it is confirmed: the leader (async), some replicas too (semi-sync), or all of them (sync)"},
			{Name: "acks", Type: TypeInt, Default: "1", Min: 1, Max: 49, Unit: "replicas", Doc: "how many replicas must have a write, when replication is semi-sync"},
			{Name: "drop-after", Type: TypeDuration, Default: "1s", Max: day, Unit: "duration", Doc: "silence after which writes no longer wait for a replica, when replication is sync: it may not lead until it has caught up; 0 is never"},
			{Name: "fan-out", Type: TypeInt, Default: "0", Max: 49, Unit: "replicas", Doc: "how many replicas copy from one member: the others copy from replicas, as a tree; 0 is no limit"},
			{Name: "reads", Type: TypeText, Default: "leader", Allowed: []string{"leader", "replica", "session"}, Unit: "word", Doc: "who answers reads: the leader, any member with what it has (replica), or any that has what the session saw before (session)"},
			{Name: "forward", Type: TypeBool, Default: "true", Unit: "switch", Doc: "a replica passes requests on to the leader (true), or answers not-leader (false)"},
			{Name: "apply", Type: TypeDistribution, Default: "exp(1ms)", Unit: "duration", Doc: "how long a replica takes to carry out one write; they are carried out one after the other"},
			{Name: "heartbeat", Type: TypeDuration, Default: "100ms", Min: 1e-3, Max: 60, Unit: "duration", Doc: "how often the members say that they are there"},
			{Name: "detect", Type: TypeDuration, Default: "1s", Min: 1e-3, Max: 3600, Unit: "duration", Doc: "silence after which the leader counts as gone; with fencing also how long its lease lasts"},
			{Name: "failover", Type: TypeText, Default: "auto", Allowed: []string{"auto", "manual", "off"}, Unit: "word", Doc: "who replaces a leader that is gone: the monitor (auto), somebody by promote (manual), or nobody (off)"},
			{Name: "standby", Type: TypeText, Default: "hot", Allowed: []string{"hot", "cold"}, Unit: "word", Doc: "whether replicas run (hot), or only store the log and must be started before they can lead (cold)"},
			{Name: "boot", Type: TypeDuration, Default: "30s", Max: day, Unit: "duration", Doc: "how long it takes to start a cold standby"},
			{Name: "takeover", Type: TypeDuration, Default: "200ms", Max: day, Unit: "duration", Doc: "how long until the clients' address points to a new leader"},
			{Name: "fencing", Type: TypeBool, Default: "true", Unit: "switch", Doc: "a leader acts only with a lease, so that two never lead at once; without, an old leader goes on"},
			{Name: "monitor", Type: TypeZones, Unit: "name", Doc: "zone of the monitor, which decides who leads; without, that of the last member"},
			{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long a request may wait for a leader and for replicas"},
			{Name: "keep", Type: TypeInt, Default: "10k", Min: 1, Max: 1e6, Unit: "writes", Doc: "writes that the log keeps; a replica further behind takes a full copy"},
			{Name: "backup", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how often all data are copied to a place that no fault reaches; 0 is never"},
			{Name: "ship", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how often the log since the backup is copied there too; 0 is never"},
			{Name: "size", Type: TypeBytes, Default: "0B", Unit: "bytes", Doc: "size of the database beside the keys of the run: what a backup, a restore and a full copy move"},
			{Name: "copy-rate", Type: TypeBandwidth, Default: "100MB/s", Min: 1, Unit: "bytes per second", Doc: "how fast a backup, a restore and a full copy move the data"},
		}}
}

// sqlProblems is what is wrong between the parameters of an sql.
func sqlProblems(c Component) []finding {
	var list []finding
	if replicas := c.Int("nodes") - 1; (c.Text("replication") == "semi-sync" || c.Given("acks")) && c.Int("acks") > replicas {
		list = append(list, finding{c.Name, c.blame("acks", "nodes"),
			fmt.Sprintf("%s needs the acknowledgements of %s%s, but has %d", c.Name, noun.Count(c.Int("acks"), "replica"), c.byDefault("acks"), replicas),
			"write fewer acks or more nodes"})
	}
	for _, name := range []string{"conflicts", "exchange"} {
		if c.Given(name) && c.Text("mode") != "multi-leader" {
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s has no writes in conflict that %s could be about: its mode is %s", c.Name, name, c.Text("mode")), "write mode: multi-leader, or leave " + name + " out"})
		}
	}
	for _, name := range []string{"connection-queue", "connection-idle", "connect", "connection-memory"} {
		if c.Given(name) && c.Int("connections") == 0 {
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s counts no connections that %s could be about", c.Name, name), "write connections: 100, or leave " + name + " out"})
		}
	}
	if c.Int("connections") > 0 && c.Text("mode") == "multi-leader" {
		list = append(list, finding{c.Name, c.blame("connections", "mode"), fmt.Sprintf("%s has several leaders, which answer at once and count no connections", c.Name), "write mode: one-leader, or leave connections out"})
	}
	for _, name := range []string{"changes", "copy-of"} {
		if c.Given(name) && c.Text("mode") == "multi-leader" {
			list = append(list, finding{c.Name, name, fmt.Sprintf("every node of %s leads, and no one log has all changes in their order", c.Name), "write mode: one-leader, or leave " + name + " out"})
		}
	}
	if c.Text("mode") == "buddy" && c.Int("nodes") < 2 {
		list = append(list, finding{c.Name, c.blame("mode", "nodes"), fmt.Sprintf("%s has one node, and no buddy for it", c.Name), "write nodes: 2 or more"})
	}
	if beat, detect := c.Duration("heartbeat"), c.Duration("detect"); detect < 2*beat {
		list = append(list, finding{c.Name, c.blame("detect", "heartbeat"),
			fmt.Sprintf("%s counts its leader as gone after %s, but hears from it only every %s", c.Name, network.FormatDuration(detect), network.FormatDuration(beat)),
			"make detect several times as long as heartbeat"})
	}
	for _, needs := range [][3]string{{"directories", "shard-by", "directory"}, {"look-up-ttl", "shard-by", "directory"}, {"look-up-work", "shard-by", "directory"}, {"routers", "routing", "tier"}, {"shard-key", "shard-by", "hash"}} {
		if c.Given(needs[0]) && c.Text(needs[1]) != needs[2] {
			list = append(list, finding{c.Name, needs[0], fmt.Sprintf("%s has no %s that %s could be about", c.Name, needs[2], needs[0]), "write " + needs[1] + ": " + needs[2] + ", or leave " + needs[0] + " out"})
		}
	}
	if n := c.Int("shards"); n > 1 || c.Text("shard-by") != "hash" {
		list = append(list, shardProblems(c, n)...)
	} else if c.Given("routing") {
		list = append(list, finding{c.Name, "routing", fmt.Sprintf("%s has one shard: there is nothing to find", c.Name), "write shards: 2 or more, or leave routing out"})
	}
	if len(c.List("monitor")) > 1 {
		list = append(list, finding{c.Name, "monitor", fmt.Sprintf("%s has one monitor, in one zone", c.Name), "name one zone"})
	}
	if c.Duration("ship") > 0 && c.Duration("backup") == 0 {
		list = append(list, finding{c.Name, c.blame("ship", "backup"), fmt.Sprintf("%s ships its log, but never makes a backup that the log could follow", c.Name), "write backup: 1h, or ship: 0s"})
	}
	return list
}

// shardProblems is what does not go with shards.
func shardProblems(c Component, shards int) []finding {
	var list []finding
	if c.Text("mode") != "one-leader" {
		list = append(list, finding{c.Name, c.blame("mode", "shards"), fmt.Sprintf("%s has shards, each with one leader", c.Name), "write mode: one-leader, or shards: 1"})
	}
	if c.Text("reads") == "session" {
		list = append(list, finding{c.Name, c.blame("reads", "shards"), fmt.Sprintf("a session of %s follows one log, and each shard has its own", c.Name), "write reads: leader or reads: replica"})
	}
	if c.Text("routing") == "any-node" && c.Text("shard-by") == "directory" {
		list = append(list, finding{c.Name, "routing", fmt.Sprintf("a node of %s that passes requests on asks no directory", c.Name), "write routing: client or routing: tier"})
	}
	points := c.List("split-at")
	if len(points) > 0 && (c.Text("shard-by") != "range" || len(points) >= shards) {
		list = append(list, finding{c.Name, c.blame("split-at", "shards"),
			fmt.Sprintf("%s has %s for %s by %s", c.Name, noun.Count(len(points), "split point"), noun.Count(shards, "shard"), c.Text("shard-by")), "write shard-by: range, and fewer points than shards"})
	}
	return list
}
