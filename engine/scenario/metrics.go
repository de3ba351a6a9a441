package scenario

import "strings"

// Metric is a number that a component measures while it runs, with its meaning
// in a line. `expect` compares it, under the name of the component:
// users.availability.
type Metric struct {
	Kind string // whose it is; "" for all that have one of the name
	Name string
	Doc  string
}

// Metrics lists what can be measured, by kind. A test of package engine holds it
// against what the components really have.
func Metrics() []Metric {
	return []Metric{
		{"", "up", "members that run now"},
		{"", "nodes", "nodes that there are, whether they run or not"},
		{"", "instances", "instances that there are, whether they run or not"},
		{"", "utilisation", "share of the slots that were busy, over the whole run"},
		{"", "recent-utilisation", "share of the slots that were busy, over the last seconds"},
		{"", "stale-reads", "reads that returned a value older than one acknowledged before they began"},
		{"", "lost-writes", "acknowledged writes that are nowhere any more"},
		{"", "keys", "keys that have a value"},
		{"", "in-progress", "requests that it passed on and that were not answered yet"},
		{"", "forwarded", "requests that it passed on"},
		{"", "timeouts", "requests that a member did not answer in time"},
		{"", "handshakes", "connections that it opened to members"},
		{"", "refused", "requests that it did not take, because it was full"},
		{"", "throttled", "requests refused because more came than a limit allows"},
		{"", "retries", "calls or operations that were tried again"},
		{"", "hedges", "second requests, sent because the first was slow"},
		{"", "hits", "reads that were answered with a kept copy"},
		{"", "misses", "reads that had to ask further back"},
		{"", "hit-ratio", "hits as a share of all reads, over the whole run"},
		{"", "max-over-mean", "how many times the mean the busiest member has: 1 is even"},
		{"", "peak-instances", "the most instances that there were at once"},
		{"", "duplicates", "jobs or messages that were worked on more than once"},
		{"", "out-of-order", "jobs or messages that were worked on before one that was sent earlier"},
		{"", "sent", "messages or jobs that were accepted from senders"},
		{"", "delivered", "messages or jobs that were handed to a receiver"},
		{"", "redelivered", "of those, handed out again because nobody confirmed in time"},
		{"", "held", "senders that were kept waiting, because it was full"},
		{"balancer", "connections", "connections that are open to members"},
		{"balancer", "healthy", "members that it takes for healthy"},
		{"balancer", "capacity", "requests a second that it can pass on itself"},
		{"balancer", "takeovers", "times that the standby took over"},
		{"cache", "recent-hit-ratio", "hits as a share of the reads of the last 10 s"},
		{"cache", "evictions", "copies dropped to make room"},
		{"cache", "expired", "copies dropped because their time was over"},
		{"cache", "invalidations", "copies dropped because of a write"},
		{"cache", "stale-age", "for how long the most outdated copy that was returned had been wrong"},
		{"cache", "mean-stale-age", "for how long outdated copies that were returned had been wrong, on average"},
		{"cache", "origin-reads", "reads that reached the store behind it"},
		{"cache", "refreshes", "of those, made before a copy had ended"},
		{"cache", "coalesced", "requests that waited for another one's read instead of asking the store"},
		{"cache", "unwritten", "keys acknowledged and not sent to the store yet"},
		{"cache", "written-back", "writes that reached the store after they were acknowledged"},
		{"cache", "writes-saved", "writes overwritten before they reached the store"},
		{"cache", "entries", "copies that it holds"},
		{"cache", "size", "copies that it holds, as entries"},
		{"cache", "bytes", "bytes that the copies take"},
		{"client", "availability", "operations that succeeded, as a share of those that ended"},
		{"client", "recent-availability", "the same over the last seconds"},
		{"client", "total", "operations that ended"},
		{"client", "ok", "operations that succeeded"},
		{"client", "errors", "operations that failed, or of which nobody knows"},
		{"client", "unknown", "operations that failed and may have happened all the same"},
		{"client", "p50", "time within which half of the operations ended"},
		{"client", "p90", "time within which 90% of the operations ended"},
		{"client", "p99", "time within which 99% of the operations ended"},
		{"client", "p999", "time within which 99.9% of the operations ended"},
		{"client", "max", "time that the slowest operation took"},
		{"client", "rate", "operations that ended in a second, of late"},
		{"client", "attempts", "requests that were sent: operations, retries and second requests"},
		{"client", "retries-denied", "retries that the budget did not allow"},
		{"client", "own-region", "operations answered by a member in the client's own region, as a share"},
		{"kv", "divergent-keys", "keys whose replicas do not all hold the same"},
		{"kv", "siblings", "values that stand beside another one of the same key, because neither came after the other"},
		{"kv", "tombstones-purged", "marks of deleted keys that were forgotten"},
		{"kv", "hints", "writes that stand-ins hold for nodes that are down"},
		{"kv", "hints-delivered", "of such writes, those handed over since"},
		{"kv", "hints-refused", "writes that a stand-in could not hold, because it was full"},
		{"kv", "hints-lost", "writes held for others that went with the disk of their holder"},
		{"kv", "read-repairs", "records sent to replicas that a read had found behind"},
		{"kv", "anti-entropy-records", "records exchanged when replicas compared all their keys"},
		{"kv", "anti-entropy-bytes", "bytes that the comparing took"},
		{"kv", "streamed-keys", "records moved because nodes joined or left"},
		{"kv", "fresh-after-TIME", "share of reads, begun so long after a write was acknowledged, that saw it: fresh-after-10ms"},
		{"kv", "suspicions", "times that a node began to suspect another"},
		{"kv", "false-positives", "of those, of a node that was up"},
		{"kv", "declared-faulty", "times that a node declared another dead"},
		{"kv", "wrongly-declared", "of those, of a node that was up"},
		{"kv", "refutations", "times that a suspected node heard of it and said no"},
		{"kv", "detection-seconds", "from a crash until the first node noticed, on average"},
		{"kv", "detection-all-seconds", "from a crash until all had noticed, on average"},
		{"kv", "crashes-noticed", "crashes that at least one node noticed"},
		{"kv", "crashes-noticed-by-all", "crashes that every node noticed"},
		{"kv", "crashes-overlooked", "crashes that were over before anybody noticed"},
		{"kv", "gossip-messages", "messages of the failure detector"},
		{"kv", "gossip-bytes", "bytes of them"},
		{"queue", "depth", "jobs that wait, those out with workers not counted"},
		{"queue", "in-flight", "jobs that workers have and have not confirmed"},
		{"queue", "delayed", "jobs that wait for their time"},
		{"queue", "dead-letters", "jobs set aside after too many tries"},
		{"queue", "failed", "tries that a worker gave back as failed"},
		{"queue", "acknowledged", "jobs that were confirmed"},
		{"queue", "copies", "jobs sent again that were recognised as copies"},
		{"queue", "lost", "jobs promised to a sender, done by nobody, and nowhere any more"},
		{"queue", "oldest-age", "how long ago the oldest job was sent"},
		{"raft", "leader-changes", "elections after the first"},
		{"raft", "term", "the latest term of any node"},
		{"raft", "log-entries", "entries in the longest log"},
		{"raft", "committed", "the highest committed index"},
		{"raft", "snapshots-sent", "snapshots sent to followers that were too far behind"},
		{"", "served", "requests that were answered"},
		{"service", "waiting", "requests that wait for a slot"},
		{"", "shed", "requests refused early, because the wait would be too long"},
		{"", "late", "requests dropped because their deadline had passed"},
		{"", "sessions-lost", "requests whose session the instance did not know"},
		{"", "calls", "calls to what it depends on"},
		{"", "broken-calls", "calls not made, because the circuit was open"},
		{"service", "open-circuits", "circuit breakers that are open now"},
		{"", "degraded", "requests answered with a fallback"},
		{"", "cost", "what it has cost so far"},
		{"", "cost-an-hour", "what it costs in an hour as it is now"},
		{"service", "booting", "instances that were ordered and do not serve yet"},
		{"service", "replaced", "instances that died and were replaced"},
		{"service", "machines", "machines that the instances share and that run"},
		{"worker", "busy", "jobs that are worked on now"},
		{"worker", "done", "jobs that were finished"},
		{"worker", "failed", "jobs that failed"},
		{"worker", "skipped", "jobs that were recognised as done before"},
		{"worker", "instance-seconds", "time that instances ran, all added up"},
		{"proxy", "kept", "answers that it keeps"},
		{"gateway", "kept", "answers that it keeps"},
		{"proxy", "bytes-behind", "bytes that came from behind it"},
		{"gateway", "bytes-behind", "bytes that came from behind it"},
		{"proxy", "bytes-out", "bytes that it sent to callers"},
		{"gateway", "bytes-out", "bytes that it sent to callers"},
		{"proxy", "static", "requests answered from its own files"},
		{"proxy", "compression-seconds", "time spent to compress answers"},
		{"gateway", "unauthorised", "requests without a key that it knows"},
		{"gateway", "too-large", "requests refused for their size"},
		{"disk", "usable-bytes", "room for data, without what mirrors and parity take"},
		{"disk", "survives", "disks that may still break, whichever they are; -1: data is gone already"},
		{"disk", "good", "disks that hold all they should"},
		{"disk", "rebuilt", "how far the disk is that still has most to get, as a share of its stripes"},
		{"disk", "reads", "requests to read that went well"},
		{"disk", "writes", "requests to write that went well"},
		{"disk", "transfers", "blocks that disks read or wrote for requests"},
		{"disk", "transfers-per-request", "blocks read or written for one request, on average"},
		{"disk", "degraded-reads", "reads that were worked out from the other disks"},
		{"disk", "rebuild-transfers", "blocks read or written to fill new disks"},
		{"disk", "rebuilds", "new disks that are filled"},
		{"disk", "rebuild-seconds", "how long it took to fill one, on average"},
		{"disk", "data-lost", "requests that met data which nobody has any more"},
		{"cdn", "offload", "share of the bytes to users that did not have to come from the origin"},
		{"cdn", "bytes-origin", "bytes that came from the origin"},
		{"cdn", "bytes-out", "bytes that the edge sent to users"},
		{"cdn", "coalesced", "requests that waited for another one's fetch instead of asking the origin"},
		{"cdn", "copies", "copies that the edges hold"},
		{"cdn", "origin-errors", "fetches from the origin that failed"},
		{"cdn", "origin-requests", "requests that reached the origin"},
		{"cdn", "pushed", "copies that were put on edges before anybody asked"},
		{"cdn", "shield-hits", "misses of an edge that the shield before the origin answered"},
		{"cdn", "stale-sent", "answers that were sent after their time, because the origin did not answer"},
		{"client", "recent-p50", "time within which half of the latest operations ended"},
		{"client", "recent-p99", "time within which 99% of the latest operations ended"},
		{"dns", "queries", "questions that it was asked"},
		{"dns", "recursive", "questions that a resolver had to ask further"},
		{"dns", "failed", "questions without an answer"},
		{"dns", "failovers", "times that it turned from a target that was down to another"},
		{"dns", "healthy", "targets that it takes for healthy"},
		{"function", "busy", "environments that work on a request now"},
		{"function", "ready", "environments that stand ready"},
		{"function", "cold-starts", "requests that had to wait for a new environment"},
		{"stream", "appended", "records that were appended"},
		{"stream", "records", "records that are kept"},
		{"stream", "size", "bytes that they take"},
		{"stream", "partitions", "partitions that it has"},
		{"stream", "lag", "records that the slowest group has not read yet"},
		{"stream", "unread", "records that expired before a group had read them"},
		{"stream", "expired", "records dropped because their time was over"},
		{"stream", "fenced", "writes refused because a newer producer has taken over"},
		{"stream", "rebalances", "times that partitions were dealt out anew"},
		{"stream", "NAME-lag", "records that the group of this name has not read yet: crew-lag"},
		{"stream", "NAME-duplicates", "records that the group of this name worked on more than once"},
		{"topic", "NAME-buffered", "messages that wait for the subscriber of this name"},
		{"topic", "NAME-delivered", "messages that the subscriber of this name got"},
		{"topic", "NAME-dropped", "messages that the subscriber of this name did not get"},
		{"worker", "windows", "windows of time that were closed"},
		{"worker", "last-window", "records in the window closed last"},
		{"worker", "late", "records that came after their window was closed"},
		{"worker", "left-out", "runs that were left out, because the one before had not ended"},
		{"worker", "due", "runs of a schedule that should have begun"},
		{"worker", "runs", "runs of a schedule that began"},
		{"worker", "missed", "runs of a schedule that nobody began"},
		{"worker", "overlapping", "runs that began before the one before had ended"},
		{"topic", "published", "messages accepted from publishers"},
		{"topic", "dropped", "messages that a subscriber did not get"},
		{"topic", "disconnected", "times that a slow subscriber was cut off"},
		{"topic", "buffered", "messages that wait for subscribers"},
	}
}

// aTime ends the name of a family of metrics, which has a time in its place.
const aTime = "TIME"

// aName begins the name of one metric for each subscriber or group, whose name
// stands in its place.
const aName = "NAME-"

// FindMetric is the metric of a kind: its own entry, or else the one for all.
func FindMetric(kind, name string) (Metric, bool) {
	for _, of := range []string{kind, ""} {
		for _, m := range Metrics() {
			if m.Kind == of && m.is(name) {
				return m, true
			}
		}
	}
	return Metric{}, false
}

func (m Metric) is(name string) bool {
	if tail, each := strings.CutPrefix(m.Name, aName); each && strings.HasSuffix(name, "-"+tail) {
		return true
	}
	head, family := strings.CutSuffix(m.Name, aTime)
	return m.Name == name || family && strings.HasPrefix(name, head) && len(name) > len(head)
}
