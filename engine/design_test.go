package engine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"netsplit/engine/network"
	"netsplit/engine/scenario"
)

// A generator of designs that are valid: 6 to 20 components in sensible layers,
// with parameters, zones and a network drawn at random from the tables of the
// scenario's kinds.

// drawn is a component that is being designed.
type drawn struct {
	name, kind string
	fields     []field
}

type field struct{ name, value string }

// designer draws a design from the back to the front, so that nothing refers to
// what refers to it.
type designer struct {
	r       *rand.Rand
	list    []*drawn
	used    map[string]bool // somebody sends to it
	network string
	zones   []string
}

// design draws one.
func design(seed uint64) *designer {
	d := &designer{r: rand.New(rand.NewPCG(seed, 41)), used: map[string]bool{}}
	d.zones = [][]string{nil, {"a", "b"}, {"a", "b", "c"}, {"eu/a", "eu/b", "us/a"}}[d.r.IntN(4)]
	d.network = d.pick("", "", "{latency: \"lognormal(500us, 0.3)\", between-zones: 1ms}", "{latency: \"exp(1ms)\", between-regions: 20ms}", "{latency: 200us, loss: 0.2%, duplicate: 0.5%, reorder: 0.5%}")
	for range 1 + d.r.IntN(3) {
		d.add(d.pick("kv", "raft", "sql", "sql", "disk"))
	}
	for range d.r.IntN(3) {
		d.add("cache", field{"of", d.one("kv", "raft", "sql", "disk")})
	}
	d.messaging()
	for range 1 + d.r.IntN(3) {
		d.add(d.pick("service", "service", "service", "function"), field{"calls", d.some(3, "kv", "raft", "sql", "disk", "cache", "queue", "topic", "stream", "service", "function")})
	}
	if d.r.IntN(3) == 0 {
		d.add("topic", field{"to", d.some(2, "service", "function", "queue", "stream")})
	}
	for range d.r.IntN(4) {
		d.front()
	}
	d.consume()
	d.ask()
	if seed%4 == 0 {
		d.listen()
	}
	for _, c := range d.list {
		d.tune(c)
	}
	return d
}

func (d *designer) messaging() {
	for range d.r.IntN(3) {
		kind := d.pick("queue", "topic", "stream")
		if kind == "topic" && d.has("queue", "stream") && d.r.IntN(2) == 0 {
			d.add(kind, field{"to", d.some(2, "queue", "stream")})
			continue
		}
		d.add(kind)
	}
}

// front puts something before the tiers that are there.
func (d *designer) front() {
	to := d.one("balancer", "gateway", "proxy", "service", "function")
	kind := d.pick("balancer", "gateway", "proxy", "service")
	if kind == "service" {
		d.add(kind, field{"calls", "[" + to + "]"})
		return
	}
	fields := []field{{"to", to}}
	if d.r.IntN(3) == 0 {
		fields = append(fields, field{"routes", "{" + d.pick("/buy", "/api") + ": " + d.one("balancer", "gateway", "proxy", "service", "function") + "}"})
	}
	d.add(kind, fields...)
}

// consume adds the workers.
func (d *designer) consume() {
	for _, c := range slices.Clone(d.list) {
		if !slices.Contains([]string{"queue", "topic", "stream"}, c.kind) {
			continue
		}
		for range 1 + d.r.IntN(2) {
			fields := []field{{"from", c.name}}
			if calls := d.some(2, "kv", "raft", "sql", "disk", "service", "function"); d.r.IntN(2) == 0 {
				fields = append(fields, field{"calls", calls})
			}
			d.add("worker", fields...)
		}
	}
	if d.r.IntN(5) == 0 {
		d.add("worker", field{"every", d.pick("200ms", "1s")}, field{"calls", d.some(2, "kv", "raft", "sql", "disk", "queue", "service")})
	}
}

// ask adds the edges and the clients, so that everything is used.
func (d *designer) ask() {
	if d.r.IntN(3) == 0 {
		d.add("cdn", field{"origin", d.one("balancer", "gateway", "proxy", "service", "function", "kv", "raft", "sql", "disk")})
	}
	if d.r.IntN(3) == 0 {
		d.add("dns", field{"to", d.some(2, "cdn", "balancer", "gateway", "proxy", "service", "function", "kv", "sql")})
	}
	for _, c := range slices.Clone(d.list) {
		if d.used[c.name] || c.kind == "worker" || c.kind == "cache" {
			continue
		}
		d.add("client", field{"to", c.name}, field{"rate", d.pick("5/s", "20/s", "50/s")})
	}
	if to := d.one("dns", "cdn", "balancer", "gateway", "proxy", "service"); to != "" && d.r.IntN(2) == 0 {
		d.add("client", field{"to", to}, field{"clients", d.pick("1", "4")}, field{"think", d.pick("50ms", "300ms")})
	}
}

// listen adds clients who only listen, to what leads to a service.
func (d *designer) listen() {
	for _, c := range d.list {
		if c.kind == "service" {
			c.fields = append(c.fields, field{"feed", "50"})
		}
	}
	for range 2 {
		to := d.one("dns", "balancer", "gateway", "proxy", "service")
		way := []field{{"updates", d.pick("poll", "long-poll", "websocket", "event-stream")}}
		switch way[0].value {
		case "poll":
			way = append(way, field{"every", "300ms"})
		case "long-poll":
			way = append(way, field{"hold", "2s"})
		default:
			way = append(way, field{"ping", "500ms"})
		}
		d.add("client", append([]field{{"to", to}, {"clients", "3"}, {"timeout", "300ms"}}, way...)...)
		if !d.valid() {
			d.list = d.list[:len(d.list)-1]
		}
	}
}

func (d *designer) valid() bool {
	_, err := scenario.Parse("design.yaml", []byte(d.String()))
	return err == nil
}

func (d *designer) pick(words ...string) string { return words[d.r.IntN(len(words))] }

func (d *designer) add(kind string, fields ...field) {
	c := &drawn{name: fmt.Sprintf("%s%d", kind[:2], len(d.list)+1), kind: kind, fields: fields}
	for _, f := range fields {
		for _, other := range d.list {
			if strings.Contains(" "+strings.NewReplacer("[", " ", "]", " ", ",", " ", "}", " ").Replace(f.value)+" ", " "+other.name+" ") && f.name != "from" {
				d.used[other.name] = true
			}
		}
	}
	d.list = append(d.list, c)
}

func (d *designer) of(kinds []string) []string {
	var names []string
	for _, c := range d.list {
		if slices.Contains(kinds, c.kind) {
			names = append(names, c.name)
		}
	}
	return names
}

func (d *designer) has(kinds ...string) bool { return len(d.of(kinds)) > 0 }

// one is a component of these kinds, the unused before the others.
func (d *designer) one(kinds ...string) string {
	names := d.of(kinds)
	fresh := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return d.used[n] })
	if len(fresh) > 0 && d.r.IntN(3) > 0 {
		names = fresh
	}
	if len(names) == 0 {
		return ""
	}
	return names[d.r.IntN(len(names))]
}

// some are up to n of these kinds.
func (d *designer) some(n int, kinds ...string) string {
	var names []string
	for range 1 + d.r.IntN(n) {
		if name := d.one(kinds...); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// tune gives a component some parameters, as many as its kind takes together.
func (d *designer) tune(c *drawn) {
	kind, _ := scenario.FindKind(c.kind)
	if len(d.zones) > 0 && d.r.IntN(3) > 0 {
		if _, ok := kind.Param("zones"); ok {
			c.fields = append(c.fields, field{"zones", "[" + strings.Join(d.zones[:1+d.r.IntN(len(d.zones))], ", ") + "]"})
		} else if c.kind == "client" {
			c.fields = append(c.fields, field{"zone", d.pick(d.zones...)})
		}
	}
	if kind.Members != "" && d.r.IntN(3) > 0 {
		d.offer(c, field{kind.Members, fmt.Sprint(1 + d.r.IntN(5))})
	}
	if sets := bundles(d)[c.kind]; len(sets) > 0 && d.r.IntN(2) == 0 {
		set := sets[d.r.IntN(len(sets))]
		d.offer(c, slices.DeleteFunc(slices.Clone(set), func(f field) bool {
			return slices.ContainsFunc(c.fields, func(o field) bool { return o.name == f.name })
		})...)
	}
	for range d.r.IntN(7) {
		// Some parameters only go together.
		var group []field
		for range 1 + d.r.IntN(2) {
			p := kind.Params[d.r.IntN(len(kind.Params))]
			if value := d.value(p); value != "" && p.Name != kind.Members && !slices.ContainsFunc(append(c.fields, group...), func(f field) bool { return f.name == p.Name }) {
				group = append(group, field{p.Name, value})
			}
		}
		d.offer(c, group...)
	}
}

// bundles are parameters that do something only together.
func bundles(d *designer) map[string][][]field {
	fields := func(pairs ...string) []field {
		var list []field
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, field{pairs[i], pairs[i+1]})
		}
		return list
	}
	store := d.pick(append(d.of([]string{"kv", "raft", "sql", "disk"}), "none")...)
	called := d.pick(append(d.of([]string{"kv", "sql"}), "none")...)
	stream := d.pick(append(d.of([]string{"stream"}), "none")...)
	return map[string][][]field{
		"client": {
			fields("curve", `"bursts(60/s, 1s, 5/s, 2s)"`), fields("retries", "2", "backoff", `"exponential(20ms, 2, 500ms)"`, "jitter", "full", "retry-budget", "20%"),
			fields("transport", "tls", "connections", "2"), fields("transport", "udp"), fields("transport", "quic"), fields("page", `"/a > /b*3"`),
			fields("hedge-after", "20ms"), fields("deadline", "600ms", "retries", "1"), fields("size", "20KB", "transport", "tcp"),
		},
		"balancer": {fields("policy", "weighted", "weights", "[3, 1]"), fields("health", "both", "check-every", "200ms", "slow-start", "1s"), fields("layer", "4", "policy", "hash"), fields("nodes", "2", "takeover", "300ms"), fields("capacity", "200/s", "growth", "100%")},
		"gateway":  {fields("rate", "100/s", "burst", "20", "per", "user"), fields("cache", "500ms", "keep-absent", "200ms"), fields("needs-key", "true")},
		"proxy":    {fields("pool", "5", "pool-queue", "20"), fields("cache", "1s", "compress", "30%"), fields("per-user", "5", "handshake", "1ms")},
		"service": {
			fields("scale", "vms", "max-instances", "6", "look-every", "1s", "boot-delay", "1s", "cool-down", "2s"), fields("scale", "pods", "max-instances", "8", "look-every", "1s", "boot-delay", "500ms", "cool-down", "2s", "nodes", "2", "max-nodes", "3", "node-delay", "2s"),
			fields("scale", "vms", "schedule", "3s=4 9s=1", "boot-delay", "1s", "image", "50MB"),
			fields("sessions", "shared", "sessions-in", store), fields("rate-limit", "100/s", "limiter", "leaky-bucket", "burst", "20"), fields("retries", "2", "backoff", "10ms", "retry-budget", "30%"),
			fields("breaker", "50%", "breaker-cool-off", "1s", "breaker-calls", "10"), fields("fallback", "cached", "optional", "["+called+"]"), fields("bulkhead", "4", "connections", "2"), fields("shed", "deadline"), fields("shed", "age", "shed-target", "50ms"),
			fields("rows", "3", "rows-in", called, "fetch", "batch", "write-rows", "one"), fields("rows", "2", "hops", "2", "fetch", "join", "read-rows", "all", "write-rows", "all"), fields("sub-keys", "3", "hot-keys", "[key-1]"), fields("per-host", "2", "interference", "50%"),
		},
		"function": {fields("provisioned", "2", "expiry", "1s"), fields("schedule", "3s=4 9s=1"), fields("limit", "5")},
		"cache":    {fields("strategy", "write-behind", "buffer", "10", "flush-every", "200ms"), fields("strategy", "refresh-ahead", "ttl", "1s", "refresh-after", "50%"), fields("strategy", "read-through", "level", "query", "page", "5"), fields("stampede", "stale-while-revalidate", "ttl", "1s", "stale-for", "2s"), fields("stampede", "single-flight", "ttl", "500ms"), fields("ttl", "500ms", "negative-ttl", "200ms"), fields("capacity", "5")},
		"kv": {
			fields("detector", "swim", "suspicion", "1s"), fields("detector", "phi", "beat", "200ms", "phi-threshold", "5"), fields("detector", "gossip", "beat", "100ms", "suspect-after", "1s"), fields("detector", "heartbeat", "beat", "200ms", "suspect-after", "1s"),
			fields("quorum", "sloppy", "nodes", "5"), fields("versions", "siblings"), fields("nodes", "5", "replicas", "3", "read", "1", "write", "1"), fields("nodes", "1", "replicas", "1", "read", "1", "write", "1"),
		},
		"raft": {fields("election", `"uniform(400ms, 800ms)"`, "heartbeat", "100ms"), fields("snapshot-after", "20"), fields("nodes", "5", "forward", "false")},
		"sql": {
			fields("shards", "2", "shard-by", "directory", "directories", "2", "look-up-ttl", "1s"), fields("shards", "3", "shard-by", "range"), fields("shards", "2", "routing", "tier", "routers", "2"), fields("shards", "2", "routing", "any-node"),
			fields("mode", "multi-leader", "conflicts", "merge"), fields("mode", "buddy"), fields("replication", "sync"), fields("replication", "sync", "drop-after", "300ms"), fields("replication", "semi-sync", "detect", "400ms"), fields("standby", "cold", "boot", "2s"),
			fields("reads", "session"), fields("reads", "replica", "fan-out", "1", "nodes", "4"), fields("connections", "20", "connection-queue", "10", "connection-idle", "2s"), fields("connections", "6"), fields("backup", "2s", "ship", "500ms"), fields("work", `"exp(2ms)"`, "queue", "20"),
			fields("changes", stream), fields("fencing", "false", "detect", "400ms"), fields("forward", "false"), fields("nodes", "1"), fields("nodes", "2", "detect", "500ms"),
		},
		"disk":   {fields("level", "10"), fields("level", "1", "disks", "2"), fields("level", "6", "disks", "5", "rebuild", "500/s"), fields("level", "0")},
		"queue":  {fields("capacity", "20", "when-full", "hold"), fields("capacity", "10"), fields("visibility-timeout", "500ms", "max-receives", "3", "retry-delay", "50ms"), fields("fifo", "true", "deduplicate", "2s", "visibility-timeout", "1s"), fields("visibility-timeout", "1s"), fields("durable", "false")},
		"topic":  {fields("buffer", "5", "when-full", "block", "timeout", "500ms"), fields("buffer", "5", "when-full", "disconnect", "timeout", "500ms"), fields("tries", "3", "timeout", "300ms"), fields("in-flight", "3")},
		"stream": {fields("partitions", "2", "retention", "3s"), fields("session-timeout", "500ms", "rebalance-delay", "100ms"), fields("retention-size", "4KB")},
		"worker": {fields("max-instances", "4", "target-depth", "3", "boot-delay", "500ms", "cool-down", "1s"), fields("fails", "10%", "tries", "3"), fields("fails", "10%"), fields("window", "500ms", "lateness", "200ms"), fields("acknowledge", "before"), fields("concurrency", "4", "prefetch", "4"), fields("overlap", "skip", "missed", "once")},
		"dns":    {fields("policy", "weighted", "weights", "[3, 1]", "ttl", "1s"), fields("policy", "failover", "ttl", "1s", "check-every", "500ms", "check-timeout", "200ms"), fields("policy", "latency", "ttl", "1s", "measure-every", "1s"), fields("ttl", "2s")},
		"cdn":    {fields("shield", "true", "ttl", "1s"), fields("mode", "push"), fields("stale-if-error", "3s", "ttl", "500ms"), fields("fallback", "true", "ttl", "1s"), fields("keep-absent", "500ms")},
	}
}

// offer adds parameters if the design stays valid with them.
func (d *designer) offer(c *drawn, fields ...field) {
	before := c.fields
	c.fields = append(slices.Clone(before), fields...)
	if !d.valid() {
		c.fields = before
	}
}

// value draws one for a parameter, near its default. "" is none.
func (d *designer) value(p scenario.Param) string {
	switch p.Name {
	case "updates", "feed", "merge", "api-key", "needs-key", "rate", "rate-limit", "clients", "think", "zone", "monitor", "sessions":
		return "" // there is a test of its own, or nothing would work
	}
	switch p.Type {
	case scenario.TypeText:
		return d.pick(p.Allowed...)
	case scenario.TypeBool:
		return d.pick("true", "false")
	case scenario.TypeInt:
		return d.pick("1", "2", "3", "5", "20", "100")
	case scenario.TypeFloat:
		return d.pick("1", "2", "0.5")
	case scenario.TypeDuration:
		return d.duration(p)
	case scenario.TypeRatio:
		return d.pick("10%", "50%", "90%", "100%")
	case scenario.TypeDistribution:
		return "\"" + d.pick("200us", "constant(1ms)", "exp(2ms)", "uniform(1ms, 4ms)", "exp(8ms)") + "\""
	case scenario.TypeRate:
		return d.pick("20/s", "200/s", "1000/s")
	case scenario.TypeBytes:
		return d.pick("1KB", "64KB", "4MB")
	case scenario.TypeBandwidth:
		return d.pick("100KB/s", "10MB/s")
	case scenario.TypeNumbers:
		return d.pick("[1, 2]", "[3, 1]")
	case scenario.TypeKeys:
		return "\"" + d.pick("uniform(20)", "zipf(100, 0.99)", "hot(50, 30%)", "loop(30)") + "\""
	case scenario.TypeLegs:
		return d.pick("lnkd-ssd", "network")
	case scenario.TypePath:
		return d.pick("/", "/buy", "/api")
	case scenario.TypePage:
		return "\"" + d.pick("/user > /posts /friends", "/a*3 > /buy") + "\""
	case scenario.TypeBackoff:
		return "\"" + d.pick("20ms", "exponential(20ms, 2, 500ms)") + "\""
	case scenario.TypeCurve:
		return "\"" + d.pick("ramp(5/s, 60/s, 10s)", "daily(10s, 5/s, 60/s)", "bursts(80/s, 1s, 5/s, 2s)", "schedule(0s=10/s, 5s=40/s)") + "\""
	case scenario.TypeSchedule:
		return d.pick("4s=3", "4s=4 9s=1")
	case scenario.TypeEndpoints:
		return d.pick("/buy=exp(10ms)", "/api=2ms")
	case scenario.TypeAnswers:
		return d.pick("/buy=2KB", "/=10KB")
	}
	return ""
}

func (d *designer) duration(p scenario.Param) string {
	scale := time.Second
	if v, err := network.ParseDuration(p.Default); err == nil && v > 0 {
		scale = v
	}
	factors := []float64{0.1, 0.5, 1, 2}
	return (time.Duration(factors[d.r.IntN(len(factors))] * float64(scale)).Round(time.Microsecond)).String()
}

// String is the design as a document.
func (d *designer) String() string {
	var b strings.Builder
	b.WriteString("scenario: design\ncomponents:\n")
	for _, c := range d.list {
		fmt.Fprintf(&b, "  %s: {kind: %s", c.name, c.kind)
		for _, f := range c.fields {
			fmt.Fprintf(&b, ", %s: %s", f.name, f.value)
		}
		b.WriteString("}\n")
	}
	if d.network != "" {
		fmt.Fprintf(&b, "network: %s\n", d.network)
	}
	return b.String()
}
