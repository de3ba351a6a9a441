package scenario

import "netsplit/engine/quorum"

// Kinds lists the kinds of component, in the order that requests pass them.
func Kinds() []Kind {
	return []Kind{clientKind(), balancerKind(), serviceKind(), cacheKind(), kvKind(), raftKind(), queueKind(), workerKind()}
}

// plannedKinds are words of the design that this version can't run yet.
func plannedKinds() []string {
	return []string{"dns", "cdn", "gateway", "proxy", "function", "sql", "topic", "stream", "disk"}
}

// maxReplicas leaves room in a vote for the nodes that join meanwhile: their
// acknowledgements are counted too.
const maxReplicas = quorum.MaxNodes / 2

const (
	maxComponents = 64
	maxNodes      = 1000
	day           = 24 * 60 * 60.0
)

func zonesParam() Param {
	return Param{Name: "zones", Type: TypeZones, Unit: "names", Doc: "zones that the members are spread over in turn, like [a, b] or [eu/a, eu/b]"}
}

func clientKind() Kind {
	return Kind{Name: "client", Doc: "people or programs that send operations and wait for the answer", Params: []Param{
		{Name: "to", Type: TypeReference, Required: true, Fits: []string{"kv", "raft", "service", "balancer", "queue"}, Unit: "name", Doc: "component that the operations go to"},
		{Name: "rate", Type: TypeRate, Default: "10/s", Max: 1e6, Unit: "operations per second", Doc: "how many operations start each second, whether or not earlier ones are done"},
		{Name: "arrivals", Type: TypeText, Default: "poisson", Allowed: []string{"poisson", "constant"}, Unit: "word", Doc: "how operations are spaced: at random (poisson) or evenly (constant)"},
		{Name: "clients", Type: TypeInt, Default: "0", Max: 10000, Unit: "sessions", Doc: "0: operations start at the rate; more: that many sessions, each starting its next operation when the last is done"},
		{Name: "think", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "pause of a session between two operations, when clients is more than 0"},
		{Name: "sessions", Type: TypeInt, Default: "10", Min: 1, Max: 10000, Unit: "sessions", Doc: "sessions that the operations of a rate are spread over"},
		{Name: "reads", Type: TypeRatio, Default: "80%", Max: 1, Unit: "share", Doc: "share of the operations that read; the others write"},
		{Name: "keys", Type: TypeKeys, Default: "uniform(100)", Unit: "law", Doc: "which keys are asked for: uniform(n), zipf(n, skew) or hot(n, share)"},
		{Name: "timeout", Type: TypeDuration, Default: "1s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long the client waits before it gives up"},
		{Name: "retries", Type: TypeInt, Default: "0", Max: 100, Unit: "tries", Doc: "how often a failed operation is tried again"},
	}}
}

func balancerKind() Kind {
	return Kind{Name: "balancer", Doc: "spreads requests over the instances of a service", Params: []Param{
		{Name: "to", Type: TypeReference, Required: true, Fits: []string{"service"}, Unit: "name", Doc: "service whose instances get the requests"},
		{Name: "policy", Type: TypeText, Default: "round-robin", Allowed: []string{"round-robin", "random", "least-connections"}, Unit: "word", Doc: "which instance gets the next request"},
		zonesParam(),
	}}
}

func serviceKind() Kind {
	return Kind{Name: "service", Doc: "instances without state that do work and call what they need", Members: "instances", Params: []Param{
		{Name: "instances", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "how many run"},
		zonesParam(),
		{Name: "time", Type: TypeDistribution, Default: "constant(5ms)", Unit: "duration", Doc: "how long an instance works on a request itself"},
		{Name: "concurrency", Type: TypeInt, Default: "8", Min: 1, Max: 10000, Unit: "requests", Doc: "requests that one instance works on at once"},
		{Name: "queue", Type: TypeInt, Default: "100", Max: 1e6, Unit: "requests", Doc: "requests that may wait at one instance; it refuses more with the error overloaded"},
		{Name: "calls", Type: TypeReferences, Fits: []string{"cache", "kv", "raft", "queue", "service", "balancer"}, Unit: "names", Doc: "components that each request needs, called in this order"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for each call that it makes"},
		{Name: "enqueue", Type: TypeText, Default: "writes", Allowed: []string{"writes", "all", "none"}, Unit: "word", Doc: "which requests put a job on the queues that it calls"},
	}}
}

func cacheKind() Kind {
	return Kind{Name: "cache", Doc: "keeps copies of a store's values in memory, close at hand and perhaps out of date", Params: []Param{
		{Name: "of", Type: TypeReference, Required: true, Fits: []string{"kv", "raft"}, Unit: "name", Doc: "store whose values it keeps"},
		{Name: "policy", Type: TypeText, Default: "lru", Allowed: []string{"lru", "fifo"}, Unit: "word", Doc: "what leaves when it is full: the least recently used value (lru) or the oldest (fifo)"},
		{Name: "capacity", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "values", Doc: "how many values it holds"},
		{Name: "strategy", Type: TypeText, Default: "cache-aside", Allowed: []string{"cache-aside"}, Unit: "word", Doc: "who fills it: the service that missed (cache-aside)"},
		{Name: "ttl", Type: TypeDuration, Default: "60s", Max: 365 * day, Unit: "duration", Doc: "how long a value stays; 0 is for ever"},
		{Name: "time", Type: TypeDistribution, Default: "constant(200us)", Unit: "duration", Doc: "how long one lookup takes"},
		zonesParam(),
	}}
}

func kvKind() Kind {
	return Kind{Name: "kv", Doc: "a key-value store without a leader: each key on several nodes of a ring, read and written by quorum", Members: "nodes", Params: []Param{
		{Name: "nodes", Type: TypeInt, Default: "3", Min: 1, Max: maxNodes, Unit: "nodes", Doc: "how many nodes share the keys"},
		zonesParam(),
		{Name: "replicas", Type: TypeInt, Default: "3", Min: 1, Max: maxReplicas, Unit: "nodes", Doc: "how many nodes keep each key (N)"},
		{Name: "read", Type: TypeInt, Default: "2", Min: 1, Max: maxReplicas, Unit: "replicas", Doc: "how many replicas must answer a read (R)"},
		{Name: "write", Type: TypeInt, Default: "2", Min: 1, Max: maxReplicas, Unit: "replicas", Doc: "how many replicas must confirm a write (W)"},
		{Name: "quorum", Type: TypeText, Default: "strict", Allowed: []string{"strict", "sloppy"}, Unit: "word", Doc: "whose answers count: those of the key's replicas (strict), or also of healthy stand-ins that keep hints (sloppy)"},
		{Name: "hints", Type: TypeInt, Default: "10k", Max: 1e6, Unit: "writes", Doc: "writes that one node keeps at most for others that are down, when the quorum is sloppy"},
		{Name: "virtual-nodes", Type: TypeInt, Default: "32", Min: 1, Max: 1024, Unit: "places", Doc: "places that each node takes on the ring; more spread the keys more evenly"},
		{Name: "weights", Type: TypeNumbers, Default: "1", Max: 100, Unit: "factors", Doc: "share of the ring that the nodes take, in turn: with [1, 2] every second node takes twice as much"},
		{Name: "coordinator", Type: TypeText, Default: "any", Allowed: []string{"any", "owner", "other"}, Unit: "word", Doc: "which node a caller asks: each in turn (any), one that keeps the key (owner: token-aware), or one that does not (other)"},
		{Name: "legs", Type: TypeLegs, Default: NoLegs, Unit: "durations", Doc: "latencies of write, acknowledgement, read and response: lnkd-ssd, lnkd-disk, ymmr, wan, or {w, a, r, s}"},
		{Name: "purge-tombstones", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long a replica remembers that a key was deleted; 0 is for ever"},
		{Name: "read-repair", Type: TypeText, Default: "async", Allowed: []string{"async", "sync", "off"}, Unit: "word", Doc: "whether a read writes the newest value back to replicas behind: after the answer (async), before it (sync) or never (off)"},
		{Name: "anti-entropy", Type: TypeDuration, Default: "5s", Max: day, Unit: "duration", Doc: "how often two replicas compare all their keys; 0 is never"},
		{Name: "timeout", Type: TypeDuration, Default: "250ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long a coordinator waits for the replicas"},
	}}
}

func raftKind() Kind {
	return Kind{Name: "raft", Doc: "a key-value store with an elected leader: every write is agreed by a majority of the nodes, which all keep every key", Members: "nodes", Params: []Param{
		{Name: "nodes", Type: TypeInt, Default: "3", Min: 1, Max: 15, Unit: "nodes", Doc: "how many nodes keep the keys; more than half of them must agree"},
		zonesParam(),
		{Name: "heartbeat", Type: TypeDuration, Default: "50ms", Min: 1e-3, Max: 60, Unit: "duration", Doc: "how often the leader says that it is there"},
		{Name: "election", Type: TypeDistribution, Default: "uniform(150ms, 300ms)", Unit: "duration", Doc: "how long a node hears from no leader before it calls an election"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long a request may wait for a leader and a majority"},
		{Name: "forward", Type: TypeBool, Default: "true", Unit: "switch", Doc: "a node that does not lead passes requests on to the leader (true), or answers not-leader (false)"},
		{Name: "snapshot-after", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "entries", Doc: "writes after which the log is cut off behind a snapshot"},
	}}
}

func queueKind() Kind {
	return Kind{Name: "queue", Doc: "holds jobs until a worker has done them: at least once, so sometimes twice", Params: []Param{
		{Name: "visibility-timeout", Type: TypeDuration, Default: "30s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long a job is hidden from the others after a worker took it"},
		{Name: "max-receives", Type: TypeInt, Default: "0", Max: 1000, Unit: "times", Doc: "how often a job is handed out before it is set aside as a dead letter; 0 is no limit"},
		{Name: "capacity", Type: TypeInt, Default: "0", Max: 1e6, Unit: "jobs", Doc: "jobs that it holds before it refuses with the error full; 0 is no limit"},
		{Name: "time", Type: TypeDistribution, Default: "constant(500us)", Unit: "duration", Doc: "how long it takes to store or hand out a job"},
		zonesParam(),
	}}
}

func workerKind() Kind {
	return Kind{Name: "worker", Doc: "takes jobs from a queue, one at a time, and confirms each when it is done", Members: "instances", Params: []Param{
		{Name: "from", Type: TypeReference, Required: true, Fits: []string{"queue"}, Unit: "name", Doc: "queue that the jobs come from"},
		{Name: "instances", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "how many run"},
		zonesParam(),
		{Name: "time", Type: TypeDistribution, Default: "exp(50ms)", Unit: "duration", Doc: "how long one job takes"},
	}}
}

// NetworkParams lists what can be set under network.
func NetworkParams() []Param {
	return []Param{
		{Name: "latency", Type: TypeDistribution, Default: "lognormal(1ms, 0.3)", Unit: "duration", Doc: "how long a message takes, one way"},
		{Name: "between-zones", Type: TypeDuration, Default: "0s", Max: 3600, Unit: "duration", Doc: "added to the latency between two zones"},
		{Name: "loss", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the messages that never arrive"},
		{Name: "duplicate", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the messages that arrive twice"},
		{Name: "reorder", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the messages that are held back, so that later ones overtake them"},
		{Name: "bandwidth", Type: TypeBandwidth, Default: "0", Unit: "bytes per second", Doc: "data that a link carries each second; 0 is no limit"},
	}
}

// ObjectiveParams lists what can be promised under objectives.
func ObjectiveParams() []Param {
	return []Param{
		{Name: "availability", Type: TypeRatio, Max: 1, Unit: "share", Doc: "share of the operations that must succeed"},
		{Name: "p50", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "half of the operations must be at least this fast"},
		{Name: "p99", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "99 of 100 operations must be at least this fast"},
		{Name: "stale-reads", Type: TypeFloat, Unit: "count", Doc: "reads that may miss a newer confirmed write"},
		{Name: "lost-writes", Type: TypeFloat, Unit: "count", Doc: "confirmed writes that may be gone"},
		{Name: "rpo", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "recovery point objective: how much of the latest data may be lost, in time"},
		{Name: "rto", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "recovery time objective: how long until it works again"},
	}
}
